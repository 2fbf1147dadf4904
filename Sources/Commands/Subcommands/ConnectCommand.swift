import AWS
import App
import ArgumentParser
import Connect
import Foundation
import Foundations

/// `hublake connect`.
struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect",
        abstract: "Connect a bucket in a customer's AWS account, through a role that they make.",
        discussion: """
            First it reserves the connection: it shows hublake's principal, the connection's external id, and the finished policies. \
            Then, with the role, it waits until AWS has applied it, makes sure that nobody gets in without the external id, tries every \
            permission by itself, and saves the connection. Both can be done in one call or in two, with the same --name:

              hublake connect --name acme --destination s3://acme-lake/hubspot/
              hublake connect --name acme --role arn:aws:iam::222233334444:role/hublake-export

            docs/connect.md is the guide for the customer, with every message and its cure. Exit codes: 0 reserved or connected, else the \
            code of what the doctor found.
            """)

    @Option(help: "The connection's name: lower-case letters, digits, hyphens. Default: the bucket's name.")
    var name: String?

    @Option(help: "Where the tables will go: s3://bucket/prefix/, or s3://bucket/ for the whole bucket.")
    var destination: String?

    @Option(help: "A further prefix that the role may use; can be repeated.")
    var prefix: [String] = []

    @Option(help: "The role: its ARN, or its name together with --account-id.")
    var role: String?

    @Option(help: "The customer's AWS account, twelve digits; the role's ARN is made of it and the name.")
    var accountId: String?

    @Option(help: "The account that owns the bucket, where it is not the role's.")
    var bucketAccount: String?

    @Option(help: "Part of AWS: aws, aws-us-gov, aws-cn or aws-eusc. Default: the role's or the region's.")
    var partition: String?

    @Option(help: "ARN of the KMS key that encrypts the bucket, if it is the customer's own.")
    var kmsKey: String?

    @Option(
        help:
            "Where the HubSpot token of this connection is: env:NAME, file:PATH, or - for standard input (kept sealed)."
    )
    var hubspotToken: String?

    @Option(help: "Which documents to show: json, cli, terraform or cloudformation.")
    var format: FormatArgument = .json

    @Flag(help: "Stop after the documents, even when the role is known.")
    var reserveOnly = false

    @Option(help: "Seconds that AWS may take to apply the role.")
    var wait = 120

    @Option(help: "File with the role's trust policy as it is now, to be told exactly what is wrong with it.")
    var trustPolicy: String?

    @OptionGroup var access: AccessOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let application = Application(
            configuration: try access.configuration(environment: environment), environment: environment)
        let connection = try await application.reserve(try await request())
        if !output.json, role != nil || accountId != nil, !reserveOnly {
            ConnectionDisplay.head(of: connection)
        } else if !output.json {
            ConnectionDisplay.documents(
                of: connection, format: format.format, stsRegion: try application.stsRegion(of: connection))
        }
        guard !reserveOnly, let role = try await knownRole(of: connection) else {
            return finish(connection, report: nil)
        }
        let trust = try trustPolicy.map { try TrustPolicyFile.read($0) }
        let (result, report) = try await application.prove(
            connection, role: role, trustPolicy: trust, patience: .seconds(max(0, wait))
        ) { left in
            Terminal.note("AWS may not have applied the role yet; trying again for up to \(left) s")
        }
        if !output.json { DoctorDisplay.show(report) }
        finish(result, report: report)
        if let kind = report.failureKind { throw ExitCode(ExitStatus(kind).rawValue) }
    }

    private func request() async throws -> ConnectionRequest {
        var request = ConnectionRequest()
        request.name = try name.map { try ConnectionName($0) }
        request.destination = destination
        if destination == nil, name == nil, isInteractive {
            request.destination = try await Terminal.ask("Where shall the tables go (s3://bucket/prefix/)?")
        }
        request.prefixes = prefix
        request.partition = try partition.map { try PartitionArgument.read($0) }
        if let role, role.hasPrefix("arn:") { request.role = try RoleARN(role) } else { request.roleName = role }
        request.account = accountId
        request.bucketAccount = bucketAccount
        request.kmsKey = kmsKey
        request.hubspotToken = try hubspotToken.map { try Self.token($0) }
        return request
    }

    /// The role as it was given, or as somebody types it now.
    private func knownRole(of connection: Connection) async throws -> RoleARN? {
        if let role, role.hasPrefix("arn:") { return try RoleARN(role) }
        if let account = accountId ?? connection.grant.account, role != nil || accountId != nil {
            return try RoleARN(
                account: account, name: role ?? connection.grant.roleName, partition: connection.grant.partition)
        }
        if let role, destination == nil {
            throw Failure(
                .configuration, "cannot use the role \(Redaction.redact(role))", why: "its account is not known",
                remedy: "Write its ARN, or add --account-id and the account's twelve digits.")
        }
        guard isInteractive else { return nil }
        let answer = try await Terminal.ask(
            "The role's ARN, or the account's twelve digits, once it is made (empty to go on later):")
        guard let answer, !answer.isEmpty else { return nil }
        return answer.hasPrefix("arn:")
            ? try RoleARN(answer)
            : try RoleARN(
                account: answer, name: connection.grant.roleName, partition: connection.grant.partition)
    }

    private var isInteractive: Bool { !output.json && Terminal.canAsk }

    private static func token(_ text: String) throws -> SecretReference {
        guard text == "-" else { return try SecretReference(text) }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw Failure(
                .configuration, "cannot read the HubSpot token", why: "standard input is empty",
                remedy: "Pipe the token into hublake, or use env:NAME or file:PATH.")
        }
        return .stored(.init(line))
    }

    private func finish(_ connection: Connection, report: DoctorReport?) {
        if output.json {
            Terminal.result(ConnectionOutput.json(connection, report).indented)
        } else {
            ConnectionDisplay.conclude(connection, report)
        }
    }
}

/// The text of `--format`.
enum FormatArgument: String, CaseIterable, ExpressibleByArgument {
    case json, cli, terraform, cloudformation

    var format: ConnectionDocuments.Format {
        switch self {
        case .json: .json
        case .cli: .cli
        case .terraform: .terraform
        case .cloudformation: .cloudformation
        }
    }
}

/// The text of `--partition`.
enum PartitionArgument {
    static func read(_ text: String) throws(Failure) -> Partition {
        if let partition = Partition(rawValue: text) { return partition }
        throw Failure(
            .configuration, "cannot use the partition \"\(Redaction.redact(text))\"",
            why: "AWS has none of that name that hublake serves",
            remedy: "Write \(Partition.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
}

/// The file of `--trust-policy`.
enum TrustPolicyFile {
    static func read(_ path: String) throws(Failure) -> JSONValue {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                .configuration, "cannot read the trust policy \(path)",
                why: "there is no such file, or it may not be read",
                remedy:
                    "Save it with `aws iam get-role --role-name NAME --query Role.AssumeRolePolicyDocument > \(path)`.")
        }
        guard let document = JSONValue(utf8: Array(data)) else {
            throw Failure(
                .configuration, "cannot read the trust policy \(path)", why: "it is not JSON",
                remedy:
                    "Save it with `aws iam get-role --role-name NAME --query Role.AssumeRolePolicyDocument --output json > \(path)`."
            )
        }
        return document
    }
}
