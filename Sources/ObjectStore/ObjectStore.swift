public import Foundations

/// A place for objects: an S3 bucket under a prefix, a folder, or memory. All implementations obey one contract suite.
///
/// Keys are relative to the store's location, use `/` between segments and only ASCII letters, digits and `-_.=/`; they have
/// no leading or trailing `/`, no empty segment and no `.` or `..`. Objects are written whole: a reader sees the old bytes or the
/// new ones. Retries live inside an implementation or a wrapper, never in callers.
///
/// Errors are `Failure`s: `notFound` for a missing object, `conflict` for an unmet condition, `configuration` for a bucket or
/// folder that does not exist or a full disk, `authorization` for a refusal, `transient` after the retries gave up.
public protocol ObjectStore: Sendable {
    /// Where the store's keys begin, as a URI without a trailing slash: `s3://bucket/prefix`, `file:///folder`, `memory://x`.
    /// Iceberg metadata holds absolute paths built as `location + "/" + key`.
    var location: String { get }

    /// Writes `body` at `key` when `condition` holds, else throws `conflict`.
    @discardableResult
    func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion

    /// The object at `key`, or just the bytes of `range` (clamped to the object's size).
    func get(_ key: String, range: Range<Int>?) async throws -> StoredObject

    /// Up to one page of the objects whose key begins with `prefix`, in the store's own order.
    ///
    /// - Parameters:
    ///   - prefix: compared as text, not as a folder: `a/b` also lists `a/bc`.
    ///   - token: ``ObjectListing/next`` of the page before; nil for the first.
    func list(_ prefix: String, after token: String?) async throws -> ObjectListing

    /// Removes the object; a missing one is not an error.
    func delete(_ key: String) async throws
}

/// When a put may happen.
public enum PutCondition: Sendable, Hashable {
    /// Always.
    case always
    /// Only if nothing is there (S3: `If-None-Match: *`).
    case absent
    /// Only if what is there still has this entity tag (S3: `If-Match`).
    case unchanged(entityTag: String)
}

/// What identifies one state of an object.
public struct ObjectVersion: Sendable, Hashable {
    /// Opaque; changes whenever the object's bytes change.
    public var entityTag: String

    /// The version with this tag.
    public init(entityTag: String) { self.entityTag = entityTag }
}

/// Bytes read from a store.
public struct StoredObject: Sendable, Hashable {
    /// The object, or the asked range of it.
    public var body: [UInt8]
    /// The version that was read.
    public var version: ObjectVersion
    /// The whole object's size in bytes.
    public var size: Int

    /// An object; see the properties.
    public init(body: [UInt8], version: ObjectVersion, size: Int) {
        self.body = body
        self.version = version
        self.size = size
    }
}

/// One page of a listing.
public struct ObjectListing: Sendable, Hashable {
    /// The objects of this page.
    public var objects: [ListedObject]
    /// What to pass for the next page; nil on the last.
    public var next: String?

    /// A page; see the properties.
    public init(objects: [ListedObject], next: String?) {
        self.objects = objects
        self.next = next
    }
}

/// An object as a listing shows it.
public struct ListedObject: Sendable, Hashable {
    /// Key relative to the store's location.
    public var key: String
    /// Size in bytes.
    public var size: Int
    /// When it was written, by the store's clock.
    public var lastModified: Timestamp?

    /// A listed object; see the properties.
    public init(key: String, size: Int, lastModified: Timestamp?) {
        self.key = key
        self.size = size
        self.lastModified = lastModified
    }
}

extension ObjectStore {
    /// The whole object at `key`.
    public func get(_ key: String) async throws -> StoredObject { try await get(key, range: nil) }

    /// The whole object at `key`, or nil when there is none.
    public func find(_ key: String) async throws -> StoredObject? {
        do {
            return try await get(key, range: nil)
        } catch let failure as Failure where failure.kind == .notFound {
            return nil
        }
    }

    /// All objects whose key begins with `prefix`, page after page.
    public func listAll(_ prefix: String) async throws -> [ListedObject] {
        var found: [ListedObject] = []
        var token: String?
        repeat {
            let page = try await list(prefix, after: token)
            found += page.objects
            token = page.next
        } while token != nil
        return found
    }
}
