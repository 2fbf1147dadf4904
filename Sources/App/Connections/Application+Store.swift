import AWS
import Connect
public import Foundations
import ObjectStore

extension Application {
    /// The token that the settings' connection refers to, as the variable that ``TokenSource`` looks at; empty when there is none, or
    /// the settings name another.
    public func connectionToken() throws(Failure) -> [String: String] {
        guard let name = configuration.connection, configuration.hubspotTokenFile == nil,
            environment["HUBSPOT_TOKEN"]?.isEmpty ?? true, let reference = try connections().get(name).hubspotToken
        else { return [:] }
        return ["HUBSPOT_TOKEN": try reference.resolve(environment)]
    }

    /// Runs `body` with the store of a connection: in a session of the customer's role, narrowed to the bucket and the prefix.
    func withConnection<Value: Sendable>(
        _ name: ConnectionName, _ body: (any ObjectStore) async throws -> Value
    ) async throws -> Value {
        let store = try connections()
        let connection = try store.get(name)
        guard connection.state != .reserved, let role = connection.role else {
            throw Failure(
                .configuration, "cannot use the connection \(name)", why: "its role is not proven yet",
                remedy: "Run `hublake connect --name \(name) --role ARN`.")
        }
        try checkDestination(connection)
        let settings = try configuration.servers(of: connection)
        return try await withAWS(settings.aws) { aws in
            let session = try aws.session(try Self.access(role, connection))
            var bucket = settings.s3.bucket(
                connection.grant.bucket, in: role.partition, owner: connection.bucketOwner)
            if let region = connection.grant.region {
                bucket.region = region
                bucket.isRegionGuessed = false
            }
            let client = S3Client(
                bucket: bucket, credentials: session, transport: aws.transport, writing: settings.s3.writing,
                clock: clock, warn: storeWarnings.add)
            do {
                let value = try await body(S3Store(client, prefix: connection.prefix))
                try admitted(connection, session, store)
                return value
            } catch {
                if (error as? Failure)?.kind == .authorization { try refused(name, store) }
                throw error
            }
        }
    }

    /// The session of a sync: all ids that the role may ask for, and nothing but this bucket and prefix.
    private static func access(_ role: RoleARN, _ connection: Connection) throws(Failure) -> RoleAccess {
        // An access point is another resource than its bucket, and its alias does not tell which.
        let isAccessPoint = connection.grant.bucket.hasSuffix("-s3alias")
        let policy =
            isAccessPoint
            ? nil
            : try SessionPolicy.json(
                bucket: connection.grant.bucket, prefixes: [connection.prefix], partition: role.partition)
        return RoleAccess(
            role: role, externalIDs: connection.externalIDs.map(\.text), sessionName: connection.sessionName,
            sessionPolicy: policy)
    }

    private func checkDestination(_ connection: Connection) throws(Failure) {
        guard let destination = configuration.destination, destination.description != connection.destination else {
            return
        }
        throw Failure(
            .configuration, "cannot use the connection \(connection.name)",
            why: "it writes to \(connection.destination), and the settings name the destination \(destination)",
            remedy: "Leave one of the two out.")
    }

    /// AWS let us in: an old external id is retired once the role asks for the new one.
    private func admitted(
        _ connection: Connection, _ session: AssumedRoleCredentials, _ store: ConnectionStore
    ) throws(Failure) {
        guard let text = session.acceptedExternalID, let id = ExternalID(text),
            var newest = try store.find(connection.name)
        else { return }
        let old = newest
        if let retired = newest.admitted(with: id) { try store.retire(retired, of: newest.name, at: clock.now()) }
        if newest != old { try store.save(newest) }
    }

    /// AWS refused: after a quarter of an hour of it the connection is shown as paused. Its data stay.
    private func refused(_ name: ConnectionName, _ store: ConnectionStore) throws(Failure) {
        guard var connection = try store.find(name) else { return }
        connection.refused(at: clock.now())
        try store.save(connection)
    }
}
