import ObjectStore
import Synchronization
import TestSupport

/// Counts writes.
final class WriteCounter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}

/// A store under whose user another writer commits: once, right before the first deciding put.
final class RacingStore: ObjectStore {
    var location: String { base.location }
    private let base: any ObjectStore
    private let other: @Sendable () async throws -> Void
    private let writes = WriteCounter()

    init(_ base: any ObjectStore, other: sending @escaping () async throws -> Void) {
        self.base = base
        let once = Once(other)
        self.other = { try await once.run() }
    }

    /// Holds what is run once.
    private actor Once {
        private let work: () async throws -> Void
        init(_ work: sending @escaping () async throws -> Void) { self.work = work }
        func run() async throws { try await work() }
    }

    @discardableResult
    func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        if condition == .absent, writes.next() == 1 { try await other() }
        return try await base.put(key, body, if: condition)
    }

    func get(_ key: String) async throws -> StoredObject { try await base.get(key) }
    func get(_ key: String, range: Range<Int>) async throws -> ObjectPart { try await base.get(key, range: range) }
    func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        try await base.list(prefix, after: token)
    }
    func delete(_ key: String) async throws { try await base.delete(key) }
    func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        try await base.versions(prefix, after: token)
    }
    func delete(_ key: String, version: String) async throws { try await base.delete(key, version: version) }
}
