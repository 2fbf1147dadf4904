import Foundations
import HTTP

/// A part that S3 has received.
public struct S3Part: Sendable, Hashable {
    /// 1 to 10,000.
    public var number: Int
    /// What S3 calls it.
    public var entityTag: String
    /// Its checksum in Base64, where one was sent.
    public var checksum: String?
}

extension S3Client {
    /// Begins an upload in parts and returns its id. It takes up storage until it is completed or discarded.
    public func createMultipartUpload(_ key: String) async throws(S3Failure) -> String {
        try await createMultipartUpload(key, headers: [])
    }

    func createMultipartUpload(_ key: String, headers: [HTTPHeader]) async throws(S3Failure) -> String {
        var call = S3Call(.createMultipartUpload, key: key)
        call.query = [QueryItem("uploads", "")]
        call.headers = headers
        if let algorithm = writing.checksum {
            call.headers.append(HTTPHeader("x-amz-checksum-algorithm", algorithm.rawValue))
            call.headers.append(
                HTTPHeader("x-amz-checksum-type", algorithm.coversWholeObject ? "FULL_OBJECT" : "COMPOSITE"))
        }
        let what = call.what(in: bucket.name)
        return try await perform(call) { response in
            try Self.result(UploadCreated.self, "InitiateMultipartUploadResult", response, what).uploadID
        }
    }

    /// Sends one part: 5 MiB to 5 GiB, the last may be smaller.
    public func uploadPart(
        _ key: String, upload: String, number: Int, _ body: [UInt8]
    ) async throws(S3Failure) -> S3Part {
        var call = S3Call(.uploadPart, key: key)
        call.query = [QueryItem("partNumber", String(number)), QueryItem("uploadId", upload)]
        call.body = body
        let checksum = writing.checksum.map { ($0, $0.checksum(of: body)) }
        if let (algorithm, value) = checksum { call.headers = [HTTPHeader(algorithm.header, value)] }
        let what = call.what(in: bucket.name)
        return try await perform(call) { response in
            if let (algorithm, value) = checksum, let returned = response.header(algorithm.header), returned != value {
                throw Failure(.transient, what, why: "S3 received part \(number) with another checksum")
            }
            guard let tag = response.header("ETag") else {
                throw Failure(.transient, what, why: "S3's answer to part \(number) has no ETag")
            }
            return S3Part(number: number, entityTag: tag, checksum: checksum?.1)
        }
    }

    /// Makes an object of the parts, which stand in the order of their numbers.
    ///
    /// - Parameters:
    ///   - key: where.
    ///   - upload: the upload's id.
    ///   - parts: all parts.
    ///   - condition: when to do it.
    ///   - checksum: the checksum that the object must have; nil to leave it to the parts'.
    public func completeMultipartUpload(
        _ key: String, upload: String, parts: [S3Part], _ condition: S3Condition = .none, checksum: String? = nil
    ) async throws(S3Failure) -> S3Version {
        var call = S3Call(.completeMultipartUpload, key: key)
        call.query = [QueryItem("uploadId", upload)]
        call.headers = [HTTPHeader("Content-Type", "application/xml")] + condition.headers
        let algorithm = writing.checksum
        if let algorithm, let checksum, algorithm.coversWholeObject {
            call.headers.append(HTTPHeader(algorithm.header, checksum))
            call.headers.append(HTTPHeader("x-amz-checksum-type", "FULL_OBJECT"))
        }
        call.body = Array(Self.partList(parts, algorithm).utf8)
        let what = call.what(in: bucket.name)
        return try await perform(call) { response in
            let done = try Self.result(UploadCompleted.self, "CompleteMultipartUploadResult", response, what)
            if let checksum, let returned = done.checksum(algorithm), returned != checksum {
                throw Failure(.invalidData, what, why: "S3 made an object with another checksum of the parts")
            }
            return done.version(response)
        }
    }

    /// Discards an upload and its parts.
    public func abortMultipartUpload(_ key: String, upload: String) async throws(S3Failure) {
        var call = S3Call(.abortMultipartUpload, key: key)
        call.query = [QueryItem("uploadId", upload)]
        do {
            try await perform(call) { _ in }
        } catch {
            // It is gone already: an attempt whose answer was lost, or S3 itself.
            guard error.error?.status == 404, error.error?.code != "NoSuchBucket" else { throw error }
        }
    }

    private static func partList(_ parts: [S3Part], _ algorithm: S3ChecksumAlgorithm?) -> String {
        let items = parts.map { part in
            let checksum = algorithm.flatMap { algorithm in
                part.checksum.map { "<\(algorithm.element)>\($0)</\(algorithm.element)>" }
            }
            return "<Part><ETag>\(S3XML.escape(part.entityTag))</ETag>\(checksum ?? "")"
                + "<PartNumber>\(part.number)</PartNumber></Part>"
        }
        return "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(items.joined())"
            + "</CompleteMultipartUpload>"
    }

    /// The answer's body; one that was cut short is worth another try.
    private static func result<Result: Decodable>(
        _ type: Result.Type, _ root: String, _ response: HTTPResponse, _ what: String
    ) throws -> Result {
        guard S3XML.root(of: response.body) == root[...] else {
            throw Failure(.transient, what, why: "S3's answer holds no \(root)")
        }
        do {
            return try S3XML.decode(type, from: response.body, limit: 1 << 16)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.transient, what, why: "S3's answer cannot be read: \(error)")
        }
    }
}

private struct UploadCreated: Decodable {
    var uploadID: String
    enum CodingKeys: String, CodingKey { case uploadID = "UploadId" }
}

private struct UploadCompleted: Decodable {
    var entityTag: String
    var crc64nvme: String?
    var crc32c: String?

    enum CodingKeys: String, CodingKey {
        case entityTag = "ETag"
        case crc64nvme = "ChecksumCRC64NVME"
        case crc32c = "ChecksumCRC32C"
    }

    func checksum(_ algorithm: S3ChecksumAlgorithm?) -> String? {
        switch algorithm {
        case .crc64nvme: crc64nvme
        case .crc32c: crc32c
        case nil: nil
        }
    }

    /// The tag stands in the body here, all else in the headers as ever.
    func version(_ response: HTTPResponse) -> S3Version {
        S3Version(entityTag: entityTag, answer: response)
    }
}
