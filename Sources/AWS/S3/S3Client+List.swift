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
    ) async throws(Failure) -> S3Page {
        var call = S3Call(operation: .list, key: "", prefix: prefix)
        call.query = [
            QueryItem("list-type", "2"), QueryItem("encoding-type", "url"), QueryItem("prefix", prefix),
        ]
        if let continuation { call.query.append(QueryItem("continuation-token", continuation)) }
        if let limit { call.query.append(QueryItem("max-keys", String(limit))) }
        let what = call.what(in: bucket.name)
        do {
            return try await perform(call) { response in
                do {
                    return try Self.page(response)
                } catch let failure as Failure {
                    throw failure
                } catch {
                    // An answer that was cut short is worth another try.
                    throw Failure(.transient, what, why: "S3's listing cannot be read: \(error)")
                }
            }
        } catch {
            throw error.failure
        }
    }

    /// Removes the object at `key`; a missing one is not an error.
    public func delete(_ key: String) async throws(Failure) {
        do {
            try await perform(S3Call(operation: .delete, key: key)) { _ in }
        } catch {
            // S3 answers 204 for a missing object; some S3-compatible servers answer 404.
            guard error.failure.kind == .notFound else { throw error.failure }
        }
    }

    private static func page(_ response: HTTPResponse) throws -> S3Page {
        // 1,000 keys of 1,024 bytes, each byte three after encoding, with their other elements.
        let body = try S3XML.decode(ListBucketResult.self, from: response.body, limit: 8 << 20)
        let objects = try body.contents.map { item in
            let key = body.encodingType == "url" ? PercentEncoding.decode(item.key.replacing("+", with: " ")) : item.key
            guard let size = Int(item.size) else {
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "a size is no number"))
            }
            return S3Page.Object(
                key: key, size: size, lastModified: item.lastModified.flatMap { Timestamp(iso8601: $0) })
        }
        let isTruncated = body.isTruncated == "true"
        guard !isTruncated || body.nextContinuationToken != nil else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "the next page's token is missing"))
        }
        return S3Page(objects: objects, continuation: isTruncated ? body.nextContinuationToken : nil)
    }
}

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
