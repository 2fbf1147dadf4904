import Foundation
import Synchronization

/// Kills its own process at a chosen write, so that tests can see what a crash at that moment leaves behind.
///
/// SIGKILL and not an error: no `defer`, no clean-up, no flushed log may help.
public final class KillingStore: ObjectStore {
    /// The base store's location.
    public var location: String { base.location }

    private let base: any ObjectStore
    private let point: KillPoint
    private let kill: @Sendable () -> Void
    private let writes = Mutex(0)

    /// A fuse in front of `base` that goes off at `point`.
    public convenience init(_ base: any ObjectStore, point: KillPoint) {
        self.init(base, point: point) { _ = Foundation.kill(getpid(), SIGKILL) }
    }

    init(_ base: any ObjectStore, point: KillPoint, kill: @escaping @Sendable () -> Void) {
        self.base = base
        self.point = point
        self.kill = kill
    }

    /// Passes the put on and counts it as a write.
    @discardableResult
    public func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        try await write(key) { try await base.put(key, body, if: condition) }
    }

    /// Passes the get on.
    public func get(_ key: String) async throws -> StoredObject { try await base.get(key) }

    /// Passes the get on.
    public func get(_ key: String, range: Range<Int>) async throws -> ObjectPart {
        try await base.get(key, range: range)
    }

    /// Passes the listing on.
    public func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        try await base.list(prefix, after: token)
    }

    /// Passes the deletion on and counts it as a write.
    public func delete(_ key: String) async throws { try await write(key) { try await base.delete(key) } }

    /// Passes the listing of versions on.
    public func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        try await base.versions(prefix, after: token)
    }

    /// Passes the deletion on and counts it as a write.
    public func delete(_ key: String, version: String) async throws {
        try await write(key) { try await base.delete(key, version: version) }
    }

    private func write<Result>(_ key: String, _ body: () async throws -> Result) async throws -> Result {
        guard point.key.isEmpty || key.contains(point.key) else { return try await body() }
        let number = writes.withLock { count in
            count += 1
            return count
        }
        if point == .beforeWrite(number, of: point.key) { kill() }
        let result = try await body()
        if point == .afterWrite(number, of: point.key) { kill() }
        return result
    }
}

/// A moment in a process's writes (puts and deletes, counted from 1): of all of them, or of those whose key contains a text.
public enum KillPoint: Sendable, Hashable {
    /// Right before the n-th write reaches the store.
    case beforeWrite(Int, of: String = "")
    /// Right after the n-th write succeeded, before its caller hears of it.
    case afterWrite(Int, of: String = "")

    /// Reads `kill-before-write:N` and `kill-after-write:N`, each with `:TEXT` after it or without; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, let number = Int(parts[1]), number >= 1 else { return nil }
        let key = parts.count == 3 ? parts[2] : ""
        switch parts[0] {
        case "kill-before-write": self = .beforeWrite(number, of: key)
        case "kill-after-write": self = .afterWrite(number, of: key)
        default: return nil
        }
    }

    /// What the keys of the counted writes contain; empty for all keys.
    var key: String {
        switch self {
        case .beforeWrite(_, let key), .afterWrite(_, let key): key
        }
    }
}
