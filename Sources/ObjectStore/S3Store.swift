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
        return ObjectVersion(
            try await told { () async throws(S3Failure) in
                try await client.put(prefix + key, body, s3Condition)
            })
    }

    /// The object at `key`.
    public func get(_ key: String) async throws -> StoredObject {
        try ObjectKey.check(key)
        let object = try await told { () async throws(S3Failure) in try await client.get(prefix + key) }
        return StoredObject(body: object.body, version: ObjectVersion(object.version))
    }

    /// The bytes of `range` that the object at `key` has.
    public func get(_ key: String, range: Range<Int>) async throws -> ObjectPart {
        try ObjectKey.check(key)
        let object = try await told { () async throws(S3Failure) in try await client.get(prefix + key, range: range) }
        return ObjectPart(body: object.body, size: object.size)
    }

    /// A page of the objects whose key begins with `prefix`; those of others, with keys that cannot be ours, are left out.
    public func list(_ prefix: String, after token: String?) async throws -> ObjectListing {
        try ObjectKey.checkPrefix(prefix)
        let page = try await told { () async throws(S3Failure) in
            try await client.list(prefix: self.prefix + prefix, continuation: token, limit: pageSize)
        }
        let objects = page.objects.compactMap { object in
            own(object.key).map { ListedObject(key: $0, size: object.size, lastModified: object.lastModified) }
        }
        return ObjectListing(objects: objects, next: page.continuation)
    }

    /// Removes the object at `key`, if there is one.
    public func delete(_ key: String) async throws {
        try ObjectKey.check(key)
        _ = try await told { () async throws(S3Failure) in try await client.delete(prefix + key) }
    }

    /// A page of the versions of the objects whose key begins with `prefix`; those of others are left out.
    public func versions(_ prefix: String, after token: String?) async throws -> VersionListing {
        try ObjectKey.checkPrefix(prefix)
        let page = try await told { () async throws(S3Failure) in
            try await client.listVersions(
                prefix: self.prefix + prefix, after: token.map(S3VersionPage.Position.init(token:)), limit: pageSize)
        }
        let versions = page.entries.compactMap { entry in
            own(entry.key).map { key in
                ListedVersion(
                    key: key, id: entry.versionID, isLatest: entry.isLatest, isDeleteMarker: entry.isDeleteMarker,
                    size: entry.size, lastModified: entry.lastModified)
            }
        }
        return VersionListing(versions: versions, next: page.next?.token)
    }

    /// Removes one version of the object at `key`, if there is one.
    public func delete(_ key: String, version: String) async throws {
        try ObjectKey.check(key)
        _ = try await told { () async throws(S3Failure) in try await client.delete(prefix + key, version: version) }
    }

    /// The key of a listed object in this store; nil for objects of others, with keys that cannot be ours.
    private func own(_ listed: String) -> String? {
        let key = String(listed.dropFirst(prefix.count))
        return listed.hasPrefix(prefix) && ObjectKey.isValid(key) ? key : nil
    }

    /// Across rooms only the failure is told.
    private func told<Result>(_ call: () async throws(S3Failure) -> Result) async throws(Failure) -> Result {
        do {
            return try await call()
        } catch {
            throw error.failure
        }
    }
}

extension ObjectVersion {
    fileprivate init(_ version: S3Version) { self.init(entityTag: version.entityTag, id: version.versionID) }
}

extension S3VersionPage.Position {
    /// Key and version in one text; neither holds a line break, as the keys of this store are made.
    fileprivate var token: String { "\(key)\n\(versionID ?? "")" }

    fileprivate init(token: String) {
        let parts = token.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let version = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
        self.init(key: String(parts[0]), versionID: version)
    }
}
