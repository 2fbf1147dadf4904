import AWS
import Foundation
import Foundations
import GRDB

/// A connection as a row: external ids and the token sealed, everything else readable.
enum ConnectionRow {
    static let upsert = """
        INSERT OR REPLACE INTO connection (
            name, state, partition, bucket, prefixes, prefix, role_arn, role_name, account, kms_key, region, external_id,
            next_external_id, principal, bucket_account, s3_endpoint, sts_endpoint, sts_region, versioned,
            hubspot_token_reference, hubspot_token, created_at, connected_at, refused_since
        ) VALUES (
            :name, :state, :partition, :bucket, :prefixes, :prefix, :role_arn, :role_name, :account, :kms_key, :region,
            :external_id, :next_external_id, :principal, :bucket_account, :s3_endpoint, :sts_endpoint, :sts_region,
            :versioned, :hubspot_token_reference, :hubspot_token, :created_at, :connected_at, :refused_since
        )
        """

    static func arguments(_ connection: Connection, _ key: SecretKey) throws(Failure) -> StatementArguments {
        let place = place(of: connection.name.description)
        var next: Data?
        if let id = connection.nextExternalID { next = try key.seal(id.text, place: place) }
        var reference: String?
        var token: Data?
        switch connection.hubspotToken {
        case nil: break
        case .stored(let secret): token = try key.seal(secret.text, place: place)
        case let other?: reference = other.description
        }
        let values: [String: (any DatabaseValueConvertible)?] = [
            "name": connection.name.description, "state": connection.state.rawValue,
            "partition": connection.grant.partition.rawValue, "bucket": connection.grant.bucket,
            "prefixes": connection.grant.prefixes.joined(separator: "\n"), "prefix": connection.prefix,
            "role_arn": connection.role?.description, "role_name": connection.grant.roleName,
            "account": connection.grant.account, "kms_key": connection.grant.kmsKey,
            "region": connection.grant.region,
            "external_id": try key.seal(connection.externalID.text, place: place), "next_external_id": next,
            "principal": connection.principal, "bucket_account": connection.bucketAccount,
            "s3_endpoint": connection.s3Endpoint, "sts_endpoint": connection.stsEndpoint,
            "sts_region": connection.stsRegion, "versioned": connection.isVersioned,
            "hubspot_token_reference": reference, "hubspot_token": token,
            "created_at": connection.createdAt.microseconds,
            "connected_at": connection.connectedAt?.microseconds,
            "refused_since": connection.refusedSince?.microseconds,
        ]
        return StatementArguments(values)
    }

    static func read(_ row: Row, _ key: SecretKey) throws(Failure) -> Connection {
        let name = try ConnectionName(text(row, "name"))
        let place = place(of: name.description)
        let prefixes = try text(row, "prefixes").split(separator: "\n").map(String.init)
        guard let partition = Partition(rawValue: try text(row, "partition")),
            let state = Connection.State(rawValue: try text(row, "state")),
            let externalID = try open(row, "external_id", place: place, key).flatMap({ ExternalID($0) }),
            let created = Int64.fromDatabaseValue(row["created_at"])
        else { throw damaged(name.description) }
        var grant = try AccessGrant(
            partition: partition, bucket: text(row, "bucket"), prefixes: prefixes, kmsKey: optional(row, "kms_key"),
            roleName: text(row, "role_name"), account: optional(row, "account"))
        grant.region = optional(row, "region")
        var connection = Connection(
            name: name, grant: grant, prefix: try text(row, "prefix"), externalID: externalID,
            principal: try text(row, "principal"), createdAt: Timestamp(microseconds: created))
        connection.state = state
        if let arn = optional(row, "role_arn") { connection.role = try RoleARN(arn) }
        connection.nextExternalID = try open(row, "next_external_id", place: place, key).flatMap { ExternalID($0) }
        connection.bucketAccount = optional(row, "bucket_account")
        connection.s3Endpoint = optional(row, "s3_endpoint")
        connection.stsEndpoint = optional(row, "sts_endpoint")
        connection.stsRegion = optional(row, "sts_region")
        connection.isVersioned = Bool.fromDatabaseValue(row["versioned"])
        connection.connectedAt = time(row, "connected_at")
        connection.refusedSince = time(row, "refused_since")
        if let secret = try open(row, "hubspot_token", place: place, key) {
            connection.hubspotToken = .stored(.init(secret))
        } else if let reference = optional(row, "hubspot_token_reference") {
            connection.hubspotToken = try SecretReference(reference)
        }
        return connection
    }

    /// What is sealed together with a connection's secrets.
    static func place(of name: String) -> String { "the connection \(name)" }

    static func text(_ row: Row, _ column: String) throws(Failure) -> String {
        guard let text = optional(row, column) else { throw damaged(optional(row, "name") ?? "?") }
        return text
    }

    static func open(_ row: Row, _ column: String, place: String, _ key: SecretKey) throws(Failure) -> String? {
        guard let sealed = Data.fromDatabaseValue(row[column]) else { return nil }
        return try key.open(sealed, place: place)
    }

    /// Whether `row` writes to the same place as `connection`, or to one inside or around it, on whole path segments.
    static func overlaps(_ connection: Connection, _ row: Row) -> Bool {
        guard optional(row, "bucket") == connection.grant.bucket,
            optional(row, "s3_endpoint") == connection.s3Endpoint
        else { return false }
        let one = connection.prefix.split(separator: "/")
        let other = (optional(row, "prefix") ?? "").split(separator: "/")
        return one.starts(with: other) || other.starts(with: one)
    }

    private static func optional(_ row: Row, _ column: String) -> String? {
        String.fromDatabaseValue(row[column])
    }

    private static func time(_ row: Row, _ column: String) -> Timestamp? {
        Int64.fromDatabaseValue(row[column]).map { Timestamp(microseconds: $0) }
    }

    private static func damaged(_ name: String) -> Failure {
        Failure(
            .configuration, "cannot read the connection \(name)", why: "its row in the state folder is damaged",
            remedy: "Restore the state folder, or `hublake connections remove \(name)` and connect again.")
    }
}
