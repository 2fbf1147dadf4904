import Foundations
import HTTP

/// An object, or a part of it, as S3 sent it.
public struct S3Object: Sendable, Hashable {
    /// The bytes.
    public var body: [UInt8]
    /// The state that was read.
    public var version: S3Version
    /// The whole object's size in bytes.
    public var size: Int
}

extension S3Client {
    /// Reads an object, or the bytes of `range` that it has. Throws a failure of kind `notFound` when there is none.
    ///
    /// A body that breaks off is read again, and what arrives is compared with the checksum that S3 keeps.
    ///
    /// - Parameters:
    ///   - key: which object.
    ///   - range: the bytes wanted; nil for all.
    ///   - version: the version wanted (`null` in a bucket without versions); nil for the current one.
    public func get(
        _ key: String, range: Range<Int>? = nil, version: String? = nil
    ) async throws(S3Failure) -> S3Object {
        do {
            guard let range else { return try await getWhole(key, version) }
            // S3 has no empty ranges; the first byte tells size and tag as well.
            var object = try await getPart(key, version, range.isEmpty ? 0..<1 : range)
            if range.isEmpty { object.body = [] }
            return object
        } catch {
            guard version == nil, error.error?.status == 403, error.error?.code == "AccessDenied",
                await isCertainlyMissing(key)
            else { throw error }
            var missing = error
            missing.failure = Failure(
                .notFound, S3Call(.getObject, key: key).what(in: bucket.name), why: "there is no such object")
            throw missing
        }
    }

    private func getWhole(_ key: String, _ version: String?) async throws(S3Failure) -> S3Object {
        var call = S3Call(.getObject, key: key, version: version)
        if writing.checksum != nil { call.headers = [HTTPHeader("x-amz-checksum-mode", "ENABLED")] }
        let what = call.what(in: bucket.name)
        return try await perform(call) { response in
            for algorithm in S3ChecksumAlgorithm.allCases {
                // One with a dash covers the checksums of the parts, whose borders nobody tells us.
                guard let stored = response.header(algorithm.header), !stored.contains("-") else { continue }
                guard stored == algorithm.checksum(of: response.body) else {
                    throw Failure(.transient, what, why: "the bytes that arrived have another checksum than the object")
                }
            }
            return try Self.object(response, size: response.body.count, what)
        }
    }

    private func getPart(_ key: String, _ version: String?, _ range: Range<Int>) async throws(S3Failure) -> S3Object {
        var call = S3Call(.getObject, key: key, version: version)
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
            let found = try await head(key, version: version)
            return S3Object(body: [], version: found.version, size: found.size)
        }
    }

    private static func object(_ response: HTTPResponse, size: Int, _ what: String) throws -> S3Object {
        guard let version = S3Version(response) else {
            throw Failure(.transient, what, why: "S3's answer has no ETag")
        }
        return S3Object(body: response.body, version: version, size: size)
    }

    /// S3 answers 403 instead of 404 to who may not list the whole bucket; a listing of just this key is allowed to them.
    private func isCertainlyMissing(_ key: String) async -> Bool {
        guard let page = try? await list(prefix: key, limit: 10) else { return false }  // Then the 403 is told.
        return !page.objects.contains { $0.key == key }
    }
}
