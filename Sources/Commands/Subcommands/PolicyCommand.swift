import AWS
import App
import ArgumentParser
import Connect
import Foundation
import Foundations

/// `hublake policy`.
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Print the policies that a customer's role needs, filled in.",
        discussion: """
            Of a connection, or of what the flags say. Nothing in the output is left to be replaced by hand; calls nobody.

              hublake policy --connection acme --format terraform > hublake.tf
              hublake policy --bucket acme-lake --prefix hubspot --document permissions
            """)

    /// Which of the two policies.
    enum Document: String, CaseIterable, ExpressibleByArgument {
        case both, permissions, trust
    }

    @Option(help: "json, cli (a script for the aws command), terraform or cloudformation.")
    var format: FormatArgument = .json

    @Option(help: "With --format json: both, or just permissions or trust, ready to paste.")
    var document: Document = .both

    @Option(help: "The connection whose policies to print.")
    var connection: String?

    @Option(help: "The bucket, where there is no connection yet.")
    var bucket: String?

    @Option(help: "A prefix in the bucket; can be repeated; the whole bucket when left out.")
    var prefix: [String] = []

    @Option(help: "Part of AWS: aws, aws-us-gov, aws-cn or aws-eusc.")
    var partition: String?

    @Option(help: "AWS region of the bucket.")
    var region: String?

    @Option(help: "ARN of the KMS key that encrypts the bucket, if it is the customer's own.")
    var kmsKey: String?

    @Option(help: "The role's name.")
    var roleName: String = AccessGrant.defaultRoleName

    @Option(help: "The customer's AWS account.")
    var accountId: String?

    @Option(help: "ARN of hublake's principal, as `hublake connect` shows it.")
    var principal: String?

    @Option(help: "The connection's external id, as `hublake connect` shows it.")
    var externalId: String?

    @Flag(help: "Grant only what HubSpot's published policy names: unfinished uploads stay, and old object versions.")
    var minimal = false

    @Flag(help: "With --format cloudformation: a template with parameters, to be put into S3 once for --quick-create.")
    var parameters = false

    @Option(
        help:
            "URL of that template in S3: print the link that opens CloudFormation's console with everything filled in.")
    var quickCreate: String?

    func run() async throws {
        Terminal.text(try text())
    }

    private func text() throws -> String {
        if document == .permissions, format == .json {
            return PolicyDocument.permissions(try grant()).json.indented + "\n"
        }
        let documents = try documents()
        if let quickCreate { return QuickCreateLink(documents, template: quickCreate).url + "\n" }
        if parameters {
            return CloudFormationTemplate.shared(principal: documents.principal, partitionOf: documents.grant).text
        }
        if document == .trust, format == .json { return documents.trust.json.indented + "\n" }
        return documents.text(format.format)
    }

    private func documents() throws -> ConnectionDocuments {
        if let connection { return try stored(connection).documents(minimal: minimal) }
        guard let principal, let externalId else {
            throw Failure(
                .configuration, "cannot fill in the trust policy",
                why: "there is no principal and no external id without a connection",
                remedy: "Run `hublake connect --destination s3://bucket/prefix/ --reserve-only` and use --connection, "
                    + "or --document permissions for the permission policy alone.")
        }
        guard PrincipalARN(principal) != nil || (try? RoleARN(principal)) != nil else {
            throw Failure(
                .configuration, "cannot use the principal \"\(Redaction.redact(principal))\"",
                why: "it is no user's, role's or account's ARN",
                remedy: "Copy it from what `hublake connect` shows.")
        }
        guard let id = ExternalID(externalId) else {
            throw Failure(
                .configuration, "cannot use the external id",
                why: "hublake has not made it: its ids are hs- and 32 characters",
                remedy: "Copy it from what `hublake connect` shows.")
        }
        return ConnectionDocuments(grant: try grant(), principal: principal, externalID: id)
    }

    private func grant() throws -> AccessGrant {
        if let connection { return try stored(connection).documents(minimal: minimal).grant }
        guard let bucket else { throw ValidationError("Give --connection or --bucket.") }
        let partition =
            try partition.map { try PartitionArgument.read($0) } ?? region.flatMap { Partition(region: $0) }
            ?? kmsKey.flatMap { Partition(arn: $0) } ?? .aws
        var grant = try AccessGrant(
            partition: partition, bucket: bucket, prefixes: prefix, kmsKey: kmsKey, roleName: roleName,
            account: accountId, region: region)
        grant.isMinimal = minimal
        return grant
    }

    private func stored(_ name: String) throws -> Connection {
        let environment = ProcessInfo.processInfo.environment
        let store = try ConnectionStore(folder: StateFolder(environment: environment), environment: environment)
        return try store.get(ConnectionName(name))
    }
}

extension Connection {
    fileprivate func documents(minimal: Bool) -> ConnectionDocuments {
        var documents = documents
        documents.grant.isMinimal = minimal
        return documents
    }
}
