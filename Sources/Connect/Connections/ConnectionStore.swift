public import Foundations
import GRDB

/// The connections, in an SQLite file that only its owner may read. External ids and tokens are sealed in it.
public struct ConnectionStore: Sendable {
    private let database: DatabaseQueue
    private let key: SecretKey

    /// Opens the store in `folder`, and makes it when it is not there.
    ///
    /// Throws `Failure(.configuration)` for a folder or a file that cannot be used, or that others may read.
    public init(folder: StateFolder, environment: [String: String]) throws(Failure) {
        try self.init(folder: folder, key: SecretKey(environment: environment, folder: folder))
    }

    init(folder: StateFolder, key: SecretKey) throws(Failure) {
        self.key = key
        let file = folder.database
        // Made here, so that it is never readable by others; SQLite gives its journal the same mode.
        try folder.makeFile(file)
        try folder.checkPrivate(file)
        var settings = GRDB.Configuration()
        settings.busyMode = .timeout(10)
        do {
            database = try DatabaseQueue(path: file, configuration: settings)
            try ConnectionSchema.migrator.migrate(database)
            if try database.read(ConnectionSchema.migrator.hasBeenSuperseded) {
                throw Failure(
                    .configuration, "cannot open \(file)", why: "a newer hublake has written it",
                    remedy: "Use that version.")
            }
        } catch {
            throw Self.failure(error, "cannot open the connections in \(file)")
        }
    }

    /// All connections, by name.
    public func all() throws(Failure) -> [Connection] {
        let rows = try reading { try Row.fetchAll($0, sql: "SELECT * FROM connection ORDER BY name") }
        var connections: [Connection] = []
        for row in rows { connections.append(try ConnectionRow.read(row, key)) }
        return connections
    }

    /// The connection `name`; nil when there is none.
    public func find(_ name: ConnectionName) throws(Failure) -> Connection? {
        let row = try reading {
            try Row.fetchOne($0, sql: "SELECT * FROM connection WHERE name = ?", arguments: [name.description])
        }
        guard let row else { return nil }
        return try ConnectionRow.read(row, key)
    }

    /// The connection `name`; throws `Failure(.configuration)` when there is none.
    public func get(_ name: ConnectionName) throws(Failure) -> Connection {
        if let connection = try find(name) { return connection }
        throw Failure(
            .configuration, "cannot use the connection \(name)", why: "there is none of that name",
            remedy: "`hublake connections list` shows those that there are; `hublake connect --name \(name)` makes one."
        )
    }

    /// Keeps `connection`, new or changed.
    ///
    /// Throws `Failure(.configuration)` when another connection writes to the same place, or to one inside it or around it.
    public func save(_ connection: Connection) throws(Failure) {
        let arguments = try ConnectionRow.arguments(connection, key)
        try writing { database in
            let others = try Row.fetchAll(
                database, sql: "SELECT name, bucket, prefix, s3_endpoint FROM connection WHERE name <> ?",
                arguments: [connection.name.description])
            for other in others {
                guard ConnectionRow.overlaps(connection, other) else { continue }
                let name: String = other["name"] ?? "?"
                throw Failure(
                    .configuration, "cannot use the destination \(connection.destination) for \(connection.name)",
                    why: "the connection \(name) writes to the same place, or to one inside or around it",
                    remedy: "Use another prefix, or `hublake connections remove \(name)`.")
            }
            try database.execute(sql: ConnectionRow.upsert, arguments: arguments)
        }
    }

    /// Forgets the connection `name`; false when there is none. Its external id is kept as a retired one, so that a role that still
    /// asks for it is recognised.
    @discardableResult
    public func remove(_ name: ConnectionName, at now: Timestamp) throws(Failure) -> Bool {
        try writing { database in
            try database.execute(
                sql: """
                    INSERT INTO retired_external_id (owner, external_id, retired_at)
                    SELECT name, external_id, ? FROM connection WHERE name = ?
                    """, arguments: [now.microseconds, name.description])
            try database.execute(
                sql: "DELETE FROM connection WHERE name = ?", arguments: [name.description])
            return database.changesCount > 0
        }
    }

    /// Keeps `id`, which connection `owner` no longer uses.
    public func retire(_ id: ExternalID, of owner: ConnectionName, at now: Timestamp) throws(Failure) {
        let sealed = try key.seal(id.text, place: ConnectionRow.place(of: owner.description))
        try writing { database in
            try database.execute(
                sql: "INSERT INTO retired_external_id (owner, external_id, retired_at) VALUES (?, ?, ?)",
                arguments: [owner.description, sealed, now.microseconds])
        }
    }

    /// When an id of `owner` was last retired; nil when none was.
    public func lastRetirement(of owner: ConnectionName) throws(Failure) -> Timestamp? {
        let row = try reading {
            try Row.fetchOne(
                $0, sql: "SELECT max(retired_at) AS retired_at FROM retired_external_id WHERE owner = ?",
                arguments: [owner.description])
        }
        return row.flatMap { Int64.fromDatabaseValue($0["retired_at"]) }.map { Timestamp(microseconds: $0) }
    }

    /// Ids that must not open the role of `connection`: retired ones, and those of the other connections.
    public func otherIDs(than connection: Connection) throws(Failure) -> [DoctorSubject.OtherID] {
        var ids: [DoctorSubject.OtherID] = []
        for other in try all() where other.name != connection.name {
            ids += other.externalIDs.map { .init(id: $0, owner: "the connection \(other.name)") }
        }
        let rows = try reading {
            try Row.fetchAll($0, sql: "SELECT owner, external_id FROM retired_external_id ORDER BY retired_at DESC")
        }
        for row in rows {
            let owner = try ConnectionRow.text(row, "owner")
            let text = try ConnectionRow.open(row, "external_id", place: ConnectionRow.place(of: owner), key)
            guard let text, let id = ExternalID(text) else { continue }
            ids.append(.init(id: id, owner: "\(owner), and is retired"))
        }
        // Each is a call of AWS's; the newest are the likely ones.
        return Array(ids.prefix(10))
    }

    private func reading<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
        do { return try database.read(body) } catch { throw Self.failure(error, "cannot read the connections") }
    }

    private func writing<Value>(_ body: (Database) throws -> Value) throws(Failure) -> Value {
        do { return try database.write(body) } catch { throw Self.failure(error, "cannot keep the connections") }
    }

    private static func failure(_ error: any Error, _ what: String) -> Failure {
        if let failure = error as? Failure { return failure }
        return Failure(
            .configuration, what, why: (error as? DatabaseError)?.message ?? String(describing: error),
            remedy: "Check the state folder (HUBLAKE_STATE), its disk and whether another hublake uses it.")
    }
}
