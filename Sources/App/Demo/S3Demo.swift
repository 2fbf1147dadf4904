import AWS
import Connect
import Foundations
import HTTP
public import Sync

/// A sync of a simulated HubSpot account into a bucket of another AWS account, on a local server that holds everybody to their keys
/// and policies: the vendor's user assumes the customer's role with the connection's external id, as in production.
public struct S3Demo: Sendable {
    /// The folder that keeps the server's objects and the connection, as an absolute path.
    public let folder: String
    private let account: DemoAccount
    private let program: String?
    private let port: Int?
    private let environment: [String: String]

    private static let vendor = "222222222222", customer = "111111111111"
    private static let bucket = "acme-lake", prefix = "hubspot", connection = "demo"

    /// A demo.
    ///
    /// - Parameters:
    ///   - folder: relative to the working directory, or absolute.
    ///   - contacts: contacts of the simulated account; the other types follow.
    ///   - seed: the same seed gives the same data.
    ///   - ministack: MiniStack's path; nil to look for it.
    ///   - port: where MiniStack listens; nil for 4566, or another port where that one is taken.
    ///   - environment: the process's variables, for the PATH.
    public init(
        folder: String, contacts: Int, seed: UInt64, ministack: String?, port: Int?, environment: [String: String]
    ) {
        self.folder = DemoFolder.absolute(folder)
        account = DemoAccount(contacts: contacts, seed: seed)
        program = ministack
        self.port = port
        self.environment = environment
    }

    /// Starts the servers, connects, syncs, and runs `whileUp` before the server ends.
    ///
    /// - Parameters:
    ///   - announce: told what was done, a sentence each.
    ///   - begin: gets the application before it syncs, runs `sync` and returns its outcome.
    ///   - whileUp: gets what opens the bucket.
    public func run(
        announce: @escaping @Sendable (String) -> Void,
        _ begin: @escaping @Sendable (Application) async throws -> SyncOutcome,
        whileUp: @Sendable (S3DemoAccess, SyncOutcome) async throws -> Void
    ) async throws {
        let program = try MiniStackProgram.find(named: program, environment: environment)
        try DemoFolder.make(folder)
        // Everything is on this machine: no proxy, and answers come at once.
        let local = try Application(configuration: configuration([:]), environment: [:])
        var patience = local.transportSettings
        patience.connectTimeout = .seconds(5)
        patience.readTimeout = .seconds(10)
        try await local.withTransport(patience) { transport in
            try await MiniStackServer.run(
                program, port: port ?? Self.port(), folder: folder, transport: transport, clock: local.clock
            ) { server in
                announce("MiniStack, a local S3 and IAM server, runs at \(server.url)")
                let iam = { DemoIAM(url: server.url, account: $0, transport: transport, clock: local.clock) }
                let vendor = try await makeVendor(iam(Self.vendor), announce)
                try await connect(server, iam(Self.customer), as: vendor, announce)
                let outcome = try await account.run { url, token in
                    try await begin(try application(server, vendor, token: token, syncsFrom: url))
                }
                let reader = try await makeReader(iam(Self.customer))
                try await whileUp(access(server, vendor: vendor, reader: reader), outcome)
            }
        }
    }

    /// MiniStack's own port if it is free, else another.
    private static func port() -> Int { LoopbackPort.isFree(4566) ? 4566 : LoopbackPort.free() ?? 4566 }

    private func makeVendor(_ iam: DemoIAM, _ announce: (String) -> Void) async throws -> AWSCredentials {
        let policy = PolicyDocument([PolicyStatement(actions: ["sts:AssumeRole"], resources: ["*"])])
        let keys = try await iam.makeUser("hublake", policy: policy.json.text)
        announce("vendor, account \(iam.account): the user hublake may assume roles and nothing else")
        return keys
    }

    /// Reserves the connection, makes what its documents say in the customer's account, and has the doctor prove it.
    private func connect(
        _ server: MiniStackServer, _ iam: DemoIAM, as vendor: AWSCredentials, _ announce: (String) -> Void
    ) async throws {
        let application = try application(server, vendor)
        var request = ConnectionRequest()
        request.name = try ConnectionName(Self.connection)
        request.destination = "s3://\(Self.bucket)/\(Self.prefix)/"
        let reserved = try await application.reserve(request)
        announce(
            "connection \(reserved.name): reserved for \(reserved.destination), external id \(reserved.externalID.text)"
        )
        try await iam.makeBucket(Self.bucket)
        let trust = PolicyDocument.trust(principal: reserved.principal, externalID: reserved.externalID.text)
        let role = try await iam.makeRole(
            reserved.grant.roleName, trust: trust.json.text,
            permissions: PolicyDocument.permissions(reserved.grant).json.text)
        announce(
            "customer, account \(iam.account): the bucket \(Self.bucket), and a role with the connection's two policies"
        )
        let (_, report) = try await application.prove(
            reserved, role: try RoleARN(role), patience: .zero, notice: { _ in })
        if let check = report.checks.first(where: { $0.outcome == .fail }) {
            throw Failure(
                .internal, "cannot connect the demo", why: check.summary,
                remedy: "The demo is made for MiniStack \(MiniStackProgram.version).")
        }
        let passed = report.checks.count { $0.outcome == .pass }
        announce("doctor: \(passed) of \(report.checks.count) checks passed; nobody gets in without the external id")
    }

    private func makeReader(_ iam: DemoIAM) async throws -> AWSCredentials {
        let policy = PolicyDocument([
            PolicyStatement(
                actions: ["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"],
                resources: ["arn:aws:s3:::\(Self.bucket)", "arn:aws:s3:::\(Self.bucket)/*"])
        ])
        return try await iam.makeUser("analyst", policy: policy.json.text)
    }

    private func application(
        _ server: MiniStackServer, _ vendor: AWSCredentials, token: String = "", syncsFrom url: String? = nil
    ) throws -> Application {
        var settings: [SettingKey: String] = [.s3Endpoint: server.url, .stsEndpoint: server.url]
        if let url {
            settings[.hubspotURL] = url
            settings[.connection] = Self.connection
            settings[.organization] = "both"
        }
        return Application(
            configuration: try configuration(settings),
            environment: [
                "HUBSPOT_TOKEN": token, "HUBLAKE_STATE": stateFolder, "AWS_ACCESS_KEY_ID": vendor.accessKeyID,
                "AWS_SECRET_ACCESS_KEY": vendor.secretAccessKey,
            ], limits: DemoAccount.limits)
    }

    private func configuration(_ settings: [SettingKey: String]) throws -> Configuration {
        try Configuration(RawSettings(settings.mapValues { .init(text: $0, origin: "demo") }))
    }

    private var stateFolder: String { "\(folder)/state" }

    private func access(_ server: MiniStackServer, vendor: AWSCredentials, reader: AWSCredentials) -> S3DemoAccess {
        S3DemoAccess(
            endpoint: server.url, region: DemoIAM.region, bucket: Self.bucket, prefix: Self.prefix,
            reader: .init(reader), vendor: .init(vendor), connection: Self.connection, stateFolder: stateFolder,
            dataFolder: "\(server.folder)/s3")
    }
}
