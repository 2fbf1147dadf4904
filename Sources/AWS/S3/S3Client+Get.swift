import Crypto
import Foundation
public import Foundations
import HTTP

/// An object, or a part of it, as S3 sent it.
public struct S3Object: Sendable, Hashable {
    /// The bytes.
    public var body: [UInt8]
    /// The entity tag.
    public var entityTag: String
    /// The whole object's size in bytes.
    public var size: Int
}

extension S3Client {
    /// Reads an object, or the bytes of `range` that it has. Throws `Failure(.notFound)` when there is none.
    public func get(_ key: String, range: Range<Int>? = nil) async throws(Failure) -> S3Object {
        do {
            guard let range else { return try await getWhole(key) }
            // S3 has no empty ranges; the first byte tells size and tag as well.
            var object = try await getPart(key, range.isEmpty ? 0..<1 : range)
            if range.isEmpty { object.body = [] }
            return object
        } catch {
            guard error.error?.status == 403, error.error?.code == "AccessDenied", await isCertainlyMissing(key) else {
                throw error.failure
            }
            throw Failure(
                .notFound, S3Call(operation: .get, key: key).what(in: bucket.name), why: "there is no such object")
        }
    }

    private func getWhole(_ key: String) async throws(S3Stop) -> S3Object {
        var call = S3Call(operation: .get, key: key)
        call.headers = [HTTPHeader("x-amz-checksum-mode", "ENABLED")]
        let what = call.what(in: bucket.name)
        return try await perform(call) { response in
            // A composite checksum (of a multipart upload) has a dash and covers the parts' checksums instead.
            if let stored = response.header("x-amz-checksum-sha256"), !stored.contains("-"),
                stored != Data(SHA256.hash(data: response.body)).base64EncodedString()
            {
                throw Failure(.transient, what, why: "the bytes that arrived have another checksum than the object")
            }
            return try Self.object(response, size: response.body.count, what)
        }
    }

    private func getPart(_ key: String, _ range: Range<Int>) async throws(S3Stop) -> S3Object {
        var call = S3Call(operation: .get, key: key)
        call.headers = [HTTPHeader("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]
        let what = call.what(in: bucket.name)
        do {
            return try await perform(call) { response in
                guard response.status == 206 else {
                    // A server may ignore a range and send everything.
                    var object = try Self.object(response, size: response.body.count, what)
                    object.body = Array(object.body[range.clamped(to: 0..<object.size)])
                    return object
                }
                guard let total = response.header("Content-Range")?.split(separator: "/").last, let size = Int(total),
                    response.body.count == range.clamped(to: 0..<size).count
                else { throw Failure(.transient, what, why: "S3 sent another range than the one asked for") }
                return try Self.object(response, size: size, what)
            }
        } catch {
            guard error.error?.status == 416 else { throw error }
            // Beyond the end: an empty part, but of which object?
            return try await perform(S3Call(operation: .head, key: key)) { response in
                guard let size = response.header("Content-Length").flatMap({ Int($0) }) else {
                    throw Failure(.transient, what, why: "S3's answer does not tell the object's size")
                }
                return try Self.object(HTTPResponse(status: 200, headers: response.headers), size: size, what)
            }
        }
    }

    private static func object(_ response: HTTPResponse, size: Int, _ what: String) throws -> S3Object {
        guard let tag = response.header("ETag") else {
            throw Failure(.transient, what, why: "S3's answer has no ETag")
        }
        return S3Object(body: response.body, entityTag: tag, size: size)
    }

    /// S3 answers 403 instead of 404 to who may not list the whole bucket; a listing of just this key is allowed to them.
    private func isCertainlyMissing(_ key: String) async -> Bool {
        guard let page = try? await list(prefix: key, limit: 10) else { return false }  // Then the 403 is told.
        return !page.objects.contains { $0.key == key }
    }
}
