import AWS
import Foundations
import HTTP

/// hublake's own identity at AWS, and the sessions that it opens; lives as long as its connections.
struct AWSAccess: Sendable {
    /// The settings.
    let settings: AWSSettings
    /// The network to S3 and STS.
    let transport: any HTTPTransport
    /// Where our own keys come from.
    let chain: CredentialChain
    /// Our own keys.
    let identity: RefreshingCredentials
    private let clock: any WallClock
    private let sessions: RoleSessions

    init(_ settings: AWSSettings, _ surroundings: CredentialSurroundings) {
        self.settings = settings
        transport = surroundings.transport
        clock = surroundings.clock
        chain = CredentialChain(profile: settings.profile, sts: settings.sts, surroundings: surroundings)
        identity = chain.credentials()
        sessions = RoleSessions(clock: surroundings.clock)
    }

    /// STS in `partition`, asked with our own keys.
    func sts(in partition: Partition) throws(Failure) -> STSClient {
        STSClient(
            endpoint: try settings.sts.endpoint(for: partition), credentials: identity, transport: transport,
            clock: clock)
    }

    /// The session of a role.
    func session(_ access: RoleAccess) throws(Failure) -> AssumedRoleCredentials {
        sessions.session(access, sts: try sts(in: access.role.partition))
    }

    /// What signs at a destination: a session of the configured role, narrowed to this bucket and prefix, or our own keys.
    func credentials(bucket: String, prefix: String) throws(Failure) -> any CredentialProvider {
        guard let role = settings.role else { return identity }
        // An access point is another resource than its bucket, and its alias does not tell which.
        let isAccessPoint = bucket.hasSuffix("-s3alias")
        let policy =
            isAccessPoint
            ? nil : try SessionPolicy.json(bucket: bucket, prefixes: [prefix], partition: role.partition)
        return try session(
            RoleAccess(
                role: role, externalIDs: settings.externalID.map { [$0] } ?? [], sessionName: "hublake",
                sessionPolicy: policy))
    }
}

extension Application {
    /// Runs `body` with hublake's identity at AWS; nothing is asked until keys are needed.
    ///
    /// - Parameters:
    ///   - settings: how to sign in; nil for the configuration's.
    ///   - body: gets the identity.
    func withAWS<Value: Sendable>(
        _ settings: AWSSettings? = nil, _ body: (AWSAccess) async throws -> Value
    ) async throws -> Value {
        try await withTransport(transportSettings) { transport in
            let metadata = CredentialSurroundings.metadataSettings
            // Credential endpoints are on this machine or next to it: a proxy must never see them.
            return try await withTransport(metadata.container, proxies: ProxySettings.none) { container in
                try await withTransport(metadata.instance, proxies: ProxySettings.none) { instance in
                    let surroundings = CredentialSurroundings(
                        environment: environment, files: SystemFiles(),
                        commands: SystemCommands(environment: environment), transport: transport,
                        containerTransport: container, instanceTransport: instance, clock: clock)
                    return try await body(AWSAccess(settings ?? configuration.aws, surroundings))
                }
            }
        }
    }
}
