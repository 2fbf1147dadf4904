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

    /// The object at `key`.
    func get(_ key: String) async throws -> StoredObject

    /// The bytes of `range` that the object at `key` has; no others are read.
    func get(_ key: String, range: Range<Int>) async throws -> ObjectPart

    /// Up to one page of the objects whose key begins with `prefix`, in the store's own order.
    ///
    /// - Parameters:
    ///   - prefix: compared as text, not as a folder: `a/b` also lists `a/bc`.
    ///   - token: ``ObjectListing/next`` of the page before; nil for the first.
    func list(_ prefix: String, after token: String?) async throws -> ObjectListing

    /// Removes the object; a missing one is not an error. A bucket that keeps versions keeps this one.
    func delete(_ key: String) async throws

    /// Up to one page of all versions, and marks of deletion, of the objects whose key begins with `prefix`.
    ///
    /// Empty where the store knows no versions (a folder, memory). A bucket without versions lists each object as its version
    /// `null`. Needs a permission beyond reading and writing (S3: `s3:ListBucketVersions`); throws `authorization` without it.
    func versions(_ prefix: String, after token: String?) async throws -> VersionListing

    /// Removes one version, or mark of deletion, for good; a missing one is not an error. Does nothing where the store knows no
    /// versions.
    func delete(_ key: String, version: String) async throws
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
    /// What names this version for ever; nil where the store keeps none.
    public var id: String?

    /// A version; see the properties.
    public init(entityTag: String, id: String? = nil) {
        self.entityTag = entityTag
        self.id = id
    }
}

/// An object as it was read.
public struct StoredObject: Sendable, Hashable {
    /// All of its bytes.
    public var body: [UInt8]
    /// The version that was read.
    public var version: ObjectVersion
    /// Its size in bytes.
    public var size: Int { body.count }

    /// An object; see the properties.
    public init(body: [UInt8], version: ObjectVersion) {
        self.body = body
        self.version = version
    }
}

/// Some bytes of an object. Of which version is not told: a folder would have to read the whole file to know.
public struct ObjectPart: Sendable, Hashable {
    /// The bytes that were asked for and are there.
    public var body: [UInt8]
    /// The whole object's size in bytes.
    public var size: Int

    /// A part; see the properties.
    public init(body: [UInt8], size: Int) {
        self.body = body
        self.size = size
    }

    /// The bytes of `range` that `whole` has.
    public init(of whole: [UInt8], _ range: Range<Int>) {
        self.init(body: Array(whole[range.clamped(to: 0..<whole.count)]), size: whole.count)
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

/// One page of the versions of objects.
public struct VersionListing: Sendable, Hashable {
    /// The versions of this page, in no particular order within a key.
    public var versions: [ListedVersion]
    /// What to pass for the next page; nil on the last.
    public var next: String?

    /// A page; see the properties.
    public init(versions: [ListedVersion], next: String?) {
        self.versions = versions
        self.next = next
    }

    /// What a store without versions lists.
    public static let none = VersionListing(versions: [], next: nil)
}

/// A version of an object, or the mark of its deletion, as a listing shows it.
public struct ListedVersion: Sendable, Hashable {
    /// Key relative to the store's location.
    public var key: String
    /// What ``ObjectStore/delete(_:version:)`` takes.
    public var id: String
    /// Whether it is what a reader sees now.
    public var isLatest: Bool
    /// Whether it only says that the object was deleted.
    public var isDeleteMarker: Bool
    /// Size in bytes.
    public var size: Int
    /// When it was written, by the store's clock.
    public var lastModified: Timestamp?

    /// A version; see the properties.
    public init(
        key: String, id: String, isLatest: Bool, isDeleteMarker: Bool, size: Int, lastModified: Timestamp?
    ) {
        self.key = key
        self.id = id
        self.isLatest = isLatest
        self.isDeleteMarker = isDeleteMarker
        self.size = size
        self.lastModified = lastModified
    }
}

extension ObjectStore {
    /// The object at `key`, or nil when there is none.
    public func find(_ key: String) async throws -> StoredObject? {
        do {
            return try await get(key)
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

    /// All versions of the objects whose key begins with `prefix`, page after page.
    public func allVersions(_ prefix: String) async throws -> [ListedVersion] {
        var found: [ListedVersion] = []
        var token: String?
        repeat {
            let page = try await versions(prefix, after: token)
            found += page.versions
            token = page.next
        } while token != nil
        return found
    }
}
