public import Foundations
import HTTP

/// One page of a listing of versions.
public struct S3VersionPage: Sendable, Hashable {
    /// A version of an object, or the marker of its deletion.
    public struct Entry: Sendable, Hashable {
        /// The object's key, decoded.
        public var key: String
        /// The version's id; `null` for one that was written while the bucket had no versions.
        public var versionID: String
        /// Whether it is what a reader without a version id sees.
        public var isLatest: Bool
        /// Whether it only says that the object was deleted.
        public var isDeleteMarker: Bool
        /// Size in bytes; 0 for a delete marker.
        public var size: Int
        /// When it was written.
        public var lastModified: Timestamp?
    }

    /// Where a page ends.
    public struct Position: Sendable, Hashable {
        /// The last key.
        public var key: String
        /// Its last version; nil when all versions of the key were listed.
        public var versionID: String?

        /// A position; see the properties.
        public init(key: String, versionID: String?) {
            self.key = key
            self.versionID = versionID
        }
    }

    /// The versions, and after them the delete markers, of this page.
    public var entries: [Entry]
    /// What to pass for the next page; nil on the last.
    public var next: Position?
}

extension S3Client {
    /// Lists all versions of the objects whose key begins with `prefix`. Needs `s3:ListBucketVersions`.
    ///
    /// - Parameters:
    ///   - prefix: sent even when it is empty, see ``list(prefix:continuation:limit:)``.
    ///   - position: ``S3VersionPage/next`` of the page before.
    ///   - limit: the most entries of one page; nil for S3's 1,000.
    public func listVersions(
        prefix: String, after position: S3VersionPage.Position? = nil, limit: Int? = nil
    ) async throws(S3Failure) -> S3VersionPage {
        var call = S3Call(.listObjectVersions)
        call.prefix = prefix
        call.query = [QueryItem("versions", ""), QueryItem("encoding-type", "url"), QueryItem("prefix", prefix)]
        if let position {
            call.query.append(QueryItem("key-marker", position.key))
            if let version = position.versionID { call.query.append(QueryItem("version-id-marker", version)) }
        }
        if let limit { call.query.append(QueryItem("max-keys", String(limit))) }
        return try await performListing(call) { response in
            let body = try S3XML.decode(ListVersionsResult.self, from: response.body, limit: Self.largestListing)
            let versions = try body.versions.map { try $0.entry(isDeleteMarker: false, body.encodingType) }
            let markers = try body.deleteMarkers.map { try $0.entry(isDeleteMarker: true, body.encodingType) }
            var page = S3VersionPage(entries: versions + markers, next: nil)
            if body.isTruncated == "true" {
                guard let key = body.nextKeyMarker else { throw MissingInListing.nextPage }
                page.next = .init(key: Self.key(key, body.encodingType), versionID: body.nextVersionIDMarker)
            }
            return page
        }
    }
}

/// The body of a ListObjectVersions answer, all values as text.
private struct ListVersionsResult: Decodable {
    struct Item: Decodable {
        var key: String
        var versionID: String?
        var isLatest: String?
        var size: String?
        var lastModified: String?

        enum CodingKeys: String, CodingKey {
            case key = "Key"
            case versionID = "VersionId"
            case isLatest = "IsLatest"
            case size = "Size"
            case lastModified = "LastModified"
        }

        func entry(isDeleteMarker: Bool, _ encoding: String?) throws -> S3VersionPage.Entry {
            S3VersionPage.Entry(
                key: S3Client.key(key, encoding), versionID: versionID ?? "null", isLatest: isLatest == "true",
                isDeleteMarker: isDeleteMarker, size: isDeleteMarker ? 0 : try S3Client.size(size ?? ""),
                lastModified: lastModified.flatMap { Timestamp(iso8601: $0) })
        }
    }

    var versions: [Item]
    var deleteMarkers: [Item]
    var encodingType: String?
    var isTruncated: String
    var nextKeyMarker: String?
    var nextVersionIDMarker: String?

    enum CodingKeys: String, CodingKey {
        case versions = "Version"
        case deleteMarkers = "DeleteMarker"
        case encodingType = "EncodingType"
        case isTruncated = "IsTruncated"
        case nextKeyMarker = "NextKeyMarker"
        case nextVersionIDMarker = "NextVersionIdMarker"
    }
}
