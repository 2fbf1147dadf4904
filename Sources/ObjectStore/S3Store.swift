public import AWS
import Foundations

/// Objects in an S3 bucket below a prefix.
public struct S3Store: ObjectStore {
    /// `s3://bucket/prefix`.
    public let location: String

    private let client: S3Client
    private let prefix: String
    private let pageSize: Int?

    /// The part of a client's bucket below a prefix.
    ///
    /// - Parameters:
    ///   - client: the bucket.
    ///   - prefix: a valid key without slashes at its ends; empty for the whole bucket.
    ///   - pageSize: objects a listing's page holds; nil for S3's 1,000.
    public init(_ client: S3Client, prefix: String = "", pageSize: Int? = nil) {
        self.client = client
        self.pageSize = pageSize
        self.prefix = prefix.isEmpty ? "" : prefix + "/"
        location = "s3://\(client.bucket.name)" + (prefix.isEmpty ? "" : "/\(prefix)")
    }

    /// Writes `body` at `key` when `condition` holds; S3 decides, so it holds against every other writer.
    @discardableResult
    public func put(_ key: String, _ body: [UInt8], if condition: PutCondition) async throws -> ObjectVersion {
        try ObjectKey.check(key)
        let s3Condition: S3Condition =
            switch condition {
            case .always: .none
            case .absent: .ifAbsent
            case .unchanged(let entityTag): .ifMatch(entityTag)
            }
        return ObjectVersion(entityTag: try await client.put(prefix + key, body, s3Condition))
    }

    /// The object at `key`, or the bytes of `range` that it has.
    public func get(_ key: String, range: Range<Int>?) async throws -> StoredObject {
        try ObjectKey.check(key)
        let object = try await client.get(prefix + key, range: range)
        return StoredObject(body: object.body, version: ObjectVersion(entityTag: object.entityTag), size: object.size)
    }

    /// A page of the objects whose key begins with `prefix`; those of others, with keys that cannot be ours, are left out.
    public func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        try ObjectKey.checkPrefix(prefix)
        let page = try await client.list(prefix: self.prefix + prefix, continuation: token, limit: pageSize)
        let objects = page.objects.compactMap { object -> ListedObject? in
            let key = String(object.key.dropFirst(self.prefix.count))
            guard object.key.hasPrefix(self.prefix), ObjectKey.isValid(key) else { return nil }
            return ListedObject(key: key, size: object.size, lastModified: object.lastModified)
        }
        return ObjectListing(objects: objects, next: page.continuation)
    }

    /// Removes the object at `key`, if there is one.
    public func delete(_ key: String) async throws {
        try ObjectKey.check(key)
        try await client.delete(prefix + key)
    }
}
