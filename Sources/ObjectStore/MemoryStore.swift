public import Foundations
import Synchronization

/// Objects in memory: for tests, dry runs and demos. Obeys the same contract as the real stores.
public final class MemoryStore: ObjectStore {
    /// Where keys begin.
    public let location: String

    private let objects = Mutex<[String: Entry]>([:])
    private let pageSize: Int
    private let clock: any WallClock

    private struct Entry {
        var body: [UInt8]
        var version: ObjectVersion
        var lastModified: Timestamp
    }

    /// An empty store at `memory://name`.
    ///
    /// - Parameters:
    ///   - name: tells several stores of one test apart.
    ///   - pageSize: objects a listing's page holds; S3's 1,000 unless a test wants pages.
    ///   - clock: dates the objects.
    public init(name: String = "store", pageSize: Int = 1000, clock: any WallClock = SystemWallClock()) {
        location = "memory://\(name)"
        self.pageSize = pageSize
        self.clock = clock
    }

    /// Writes `body` at `key` when `condition` holds.
    @discardableResult
    public func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        try ObjectKey.check(key)
        let entry = Entry(body: body, version: ContentTag.version(of: body), lastModified: clock.now())
        try objects.withLock { objects throws(Failure) in
            switch condition {
            case .always: break
            case .absent:
                guard objects[key] == nil else { throw .alreadyThere(key, in: location) }
            case .unchanged(let entityTag):
                guard objects[key]?.version.entityTag == entityTag else { throw .changed(key, in: location) }
            }
            objects[key] = entry
        }
        return entry.version
    }

    /// The object at `key`.
    public func get(_ key: String) async throws -> StoredObject {
        try ObjectKey.check(key)
        guard let entry = objects.withLock({ $0[key] }) else { throw Failure.noObject(at: key, in: location) }
        return StoredObject(body: entry.body, version: entry.version)
    }

    /// The bytes of `range` that the object at `key` has.
    public func get(_ key: String, range: Range<Int>) async throws -> ObjectPart {
        ObjectPart(of: try await get(key).body, range)
    }

    /// A page of the objects whose key begins with `prefix`.
    public func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        try ObjectKey.checkPrefix(prefix)
        let found = objects.withLock { objects in
            objects.filter { $0.key.hasPrefix(prefix) && $0.key > (token ?? "") }
        }
        let page = found.sorted { $0.key < $1.key }.prefix(pageSize)
        let listed = page.map {
            ListedObject(key: $0.key, size: $0.value.body.count, lastModified: $0.value.lastModified)
        }
        return ObjectListing(objects: listed, next: found.count > page.count ? listed.last?.key : nil)
    }

    /// Removes the object at `key`, if there is one.
    public func delete(_ key: String) async throws {
        try ObjectKey.check(key)
        objects.withLock { $0[key] = nil }
    }

    /// None: this store keeps no versions.
    public func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        try ObjectKey.checkPrefix(prefix)
        return .none
    }

    /// Does nothing: this store keeps no versions.
    public func delete(_ key: String, version: String) async throws { try ObjectKey.check(key) }
}
