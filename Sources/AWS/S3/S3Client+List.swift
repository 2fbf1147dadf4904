public import Foundations
import HTTP

/// One page of a listing.
public struct S3Page: Sendable, Hashable {
    /// An object as S3 lists it.
    public struct Object: Sendable, Hashable {
        /// Its key, decoded.
        public var key: String
        /// Its size in bytes.
        public var size: Int
        /// When it was written.
        public var lastModified: Timestamp?
    }

    /// The objects, in S3's order.
    public var objects: [Object]
    /// What to pass for the next page; nil on the last.
    public var continuation: String?
}

extension S3Client {
    /// Lists the objects whose key begins with `prefix`.
    ///
    /// - Parameters:
    ///   - prefix: sent even when it is empty: policies with a condition on it refuse a listing without one.
    ///   - continuation: ``S3Page/continuation`` of the page before.
    ///   - limit: the most objects of one page; nil for S3's 1,000.
    public func list(
        prefix: String, continuation: String? = nil, limit: Int? = nil
    ) async throws(S3Failure) -> S3Page {
        var call = S3Call(.listObjects)
        call.prefix = prefix
        call.query = [
            QueryItem("list-type", "2"), QueryItem("encoding-type", "url"), QueryItem("prefix", prefix),
        ]
        if let continuation { call.query.append(QueryItem("continuation-token", continuation)) }
        if let limit { call.query.append(QueryItem("max-keys", String(limit))) }
        return try await performListing(call) { response in
            let body = try S3XML.decode(ListBucketResult.self, from: response.body, limit: Self.largestListing)
            let objects = try body.contents.map { item in
                S3Page.Object(
                    key: Self.key(item.key, body.encodingType), size: try Self.size(item.size),
                    lastModified: item.lastModified.flatMap { Timestamp(iso8601: $0) })
            }
            let isTruncated = body.isTruncated == "true"
            guard !isTruncated || body.nextContinuationToken != nil else { throw MissingInListing.nextPage }
            return S3Page(objects: objects, continuation: isTruncated ? body.nextContinuationToken : nil)
        }
    }

    /// 1,000 keys of 1,024 bytes, each byte three after encoding, with their other elements.
    static let largestListing = 8 << 20

    /// Performs a listing; an answer that was cut short is worth another try.
    func performListing<Result>(
        _ call: S3Call, read: (HTTPResponse) throws -> Result
    ) async throws(S3Failure) -> Result {
        let what = call.what(in: bucket.name)
        return try await perform(call) { response in
            do {
                return try read(response)
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(.transient, what, why: "S3's listing cannot be read: \(error)")
            }
        }
    }

    /// A key as a listing writes it, with the encoding that was asked for where the server knows it.
    static func key(_ text: String, _ encoding: String?) -> String {
        encoding == "url" ? PercentEncoding.decode(text.replacing("+", with: " ")) : text
    }

    static func size(_ text: String) throws -> Int {
        guard let size = Int(text) else { throw MissingInListing.size }
        return size
    }
}

/// What makes a listing useless.
enum MissingInListing: Error { case nextPage, size }

/// The body of a ListObjectsV2 answer, all values as text.
private struct ListBucketResult: Decodable {
    struct Item: Decodable {
        var key: String
        var size: String
        var lastModified: String?

        enum CodingKeys: String, CodingKey {
            case key = "Key"
            case size = "Size"
            case lastModified = "LastModified"
        }
    }

    var contents: [Item]
    var encodingType: String?
    var isTruncated: String
    var nextContinuationToken: String?

    enum CodingKeys: String, CodingKey {
        case contents = "Contents"
        case encodingType = "EncodingType"
        case isTruncated = "IsTruncated"
        case nextContinuationToken = "NextContinuationToken"
    }
}
