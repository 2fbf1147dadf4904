public import ObjectStore
import Synchronization

/// A store that fails where a test says so: before a call reaches the base, or after it was done and only the answer is lost.
public final class FaultStore: ObjectStore {
    /// A call as a fault rule sees it.
    public struct Call: Sendable, Hashable {
        /// The kinds of calls.
        public enum Operation: Sendable, Hashable { case put, get, list, delete }
        /// What is asked.
        public var operation: Operation
        /// The key, or a listing's prefix.
        public var key: String
        /// The call's number among all calls, from 1.
        public var number: Int
    }

    /// What happens to a call.
    public enum Fault: Sendable {
        /// The base never hears of it.
        case before(any Error)
        /// The base does it, the caller gets the error.
        case after(any Error)
    }

    /// The base store's location.
    public var location: String { base.location }

    private let base: any ObjectStore
    private let rule: @Sendable (Call) -> Fault?
    private let calls = Mutex<[Call]>([])

    /// A fault rule in front of `base`; the rule is asked once for each call.
    public init(_ base: any ObjectStore, rule: @escaping @Sendable (Call) -> Fault?) {
        self.base = base
        self.rule = rule
    }

    /// All calls so far.
    public var history: [Call] { calls.withLock { $0 } }

    /// Passes the put on as the rule says.
    @discardableResult
    public func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        try await pass(.put, key) { try await base.put(key, body, if: condition) }
    }

    /// Passes the get on as the rule says.
    public func get(_ key: String) async throws -> StoredObject {
        try await pass(.get, key) { try await base.get(key) }
    }

    /// Passes the get on as the rule says.
    public func get(_ key: String, range: Range<Int>) async throws -> ObjectPart {
        try await pass(.get, key) { try await base.get(key, range: range) }
    }

    /// Passes the listing on as the rule says.
    public func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        try await pass(.list, prefix) { try await base.list(prefix, after: token) }
    }

    /// Passes the deletion on as the rule says.
    public func delete(_ key: String) async throws { try await pass(.delete, key) { try await base.delete(key) } }

    /// Passes the listing of versions on as the rule says of listings.
    public func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        try await pass(.list, prefix) { try await base.versions(prefix, after: token) }
    }

    /// Passes the deletion on as the rule says.
    public func delete(_ key: String, version: String) async throws {
        try await pass(.delete, key) { try await base.delete(key, version: version) }
    }

    private func pass<Result>(
        _ operation: Call.Operation, _ key: String, _ body: () async throws -> Result
    ) async throws -> Result {
        let call = calls.withLock { calls in
            let call = Call(operation: operation, key: key, number: calls.count + 1)
            calls.append(call)
            return call
        }
        switch rule(call) {
        case nil: return try await body()
        case .before(let error): throw error
        case .after(let error):
            _ = try await body()
            throw error
        }
    }
}
