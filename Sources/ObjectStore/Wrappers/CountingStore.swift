import Synchronization

/// Counts what passes through to another store: a run reports it, a test proves with it that nothing was written.
public final class CountingStore: ObjectStore {
    /// The base store's location.
    public var location: String { base.location }

    private let base: any ObjectStore
    private let counted = Mutex(StoreCounts())

    /// A counter in front of `base`, starting at zero.
    public init(_ base: any ObjectStore) { self.base = base }

    /// What has passed so far.
    public var counts: StoreCounts { counted.withLock { $0 } }

    /// Passes the put on; its bytes count once it succeeded.
    @discardableResult
    public func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        counted.withLock { $0.puts += 1 }
        let version = try await base.put(key, body, if: condition)
        counted.withLock { $0.bytesWritten += body.count }
        return version
    }

    /// Passes the get on; its bytes count once it succeeded.
    public func get(_ key: String) async throws -> StoredObject {
        counted.withLock { $0.gets += 1 }
        let object = try await base.get(key)
        counted.withLock { $0.bytesRead += object.body.count }
        return object
    }

    /// Passes the get on; its bytes count once it succeeded.
    public func get(_ key: String, range: Range<Int>) async throws -> ObjectPart {
        counted.withLock { $0.gets += 1 }
        let part = try await base.get(key, range: range)
        counted.withLock { $0.bytesRead += part.body.count }
        return part
    }

    /// Passes the listing on.
    public func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        counted.withLock { $0.lists += 1 }
        return try await base.list(prefix, after: token)
    }

    /// Passes the deletion on.
    public func delete(_ key: String) async throws {
        counted.withLock { $0.deletes += 1 }
        try await base.delete(key)
    }

    /// Passes the listing of versions on; it counts as a listing.
    public func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        counted.withLock { $0.lists += 1 }
        return try await base.versions(prefix, after: token)
    }

    /// Passes the deletion on.
    public func delete(_ key: String, version: String) async throws {
        counted.withLock { $0.deletes += 1 }
        try await base.delete(key, version: version)
    }
}

/// Calls to a store, failed ones included, and the bytes of those that succeeded.
public struct StoreCounts: Sendable, Hashable {
    /// Calls of `put`.
    public var puts = 0
    /// Calls of `get`.
    public var gets = 0
    /// Calls of `list` and `versions`, one a page.
    public var lists = 0
    /// Calls of `delete`.
    public var deletes = 0
    /// Bytes that puts stored.
    public var bytesWritten = 0
    /// Bytes that gets returned.
    public var bytesRead = 0

    /// Nothing yet.
    public init() {}
}
