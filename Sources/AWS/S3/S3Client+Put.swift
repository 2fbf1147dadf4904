import Crypto
import Foundation
import Foundations
import HTTP

/// When S3 shall carry out a put.
public enum S3Condition: Sendable, Hashable {
    /// Always.
    case none
    /// Only if no object is there.
    case ifAbsent
    /// Only if the object there has this entity tag.
    case ifMatch(String)

    /// The header that asks for the condition.
    var headers: [HTTPHeader] {
        switch self {
        case .none: []
        case .ifAbsent: [HTTPHeader("If-None-Match", "*")]
        case .ifMatch(let tag): [HTTPHeader("If-Match", tag)]
        }
    }
}

/// A digest that a put states wrongly on purpose. S3 looks at permissions first, so its refusal tells whether the put would have
/// been allowed (`AccessDenied` or `BadDigest`), and nothing is stored.
public enum S3WrongDigest: Sendable, Hashable {
    /// A wrong `Content-MD5`.
    case contentMD5
    /// A wrong checksum.
    case checksum
}

extension S3Client {
    /// Writes an object, in one piece or, above ``S3WriteSettings/multipartThreshold``, in parts.
    ///
    /// A conditional put whose answer is lost meets its own object when it is tried again. Each put therefore carries a random
    /// write id in the object's metadata, by which a refused retry recognises its own work. Throws a failure of kind `conflict` when
    /// somebody else's object stands in the way.
    @discardableResult
    public func put(
        _ key: String, _ body: [UInt8], _ condition: S3Condition = .none
    ) async throws(S3Failure) -> S3Version {
        guard body.count <= writing.multipartThreshold else {
            return try await putInParts(key, body, condition)
        }
        let writeID = UUID().uuidString
        let checksum = writing.checksum.map { ($0, $0.checksum(of: body)) }
        var call = S3Call(.putObject, key: key)
        call.body = body
        call.headers = objectHeaders(writeID: writeID) + condition.headers
        if let (algorithm, value) = checksum { call.headers.append(HTTPHeader(algorithm.header, value)) }
        let what = call.what(in: bucket.name)
        do {
            return try await perform(call) { response in
                if let (algorithm, value) = checksum, let returned = response.header(algorithm.header),
                    returned != value
                {
                    throw Failure(.transient, what, why: "S3 stored bytes with another checksum")
                }
                guard let version = S3Version(response) else {
                    throw Failure(.transient, what, why: "S3's answer has no ETag, so the object may not be stored")
                }
                return version
            }
        } catch {
            guard condition != .none else { throw error }
            return try await settle(error, key: key, writeID: writeID, size: body.count)
        }
    }

    /// Sends a put that S3 must refuse because a digest is wrong; never tried again. Returns normally only when a server stored the
    /// object in spite of it.
    public func put(
        _ key: String, _ body: [UInt8], _ condition: S3Condition = .none, stating wrong: S3WrongDigest
    ) async throws(S3Failure) {
        var call = S3Call(.putObject, key: key)
        call.body = body
        let other = body + [0]
        call.headers = objectHeaders(writeID: UUID().uuidString) + condition.headers
        switch wrong {
        case .contentMD5:
            let digest = Data(Insecure.MD5.hash(data: other)).base64EncodedString()
            call.headers.append(HTTPHeader("Content-MD5", digest))
        case .checksum:
            let algorithm = writing.checksum ?? .crc32c
            call.headers.append(HTTPHeader(algorithm.header, algorithm.checksum(of: other)))
        }
        var once = self
        once.retry = .once
        try await once.perform(call) { _ in }
    }

    static let writeIDHeader = "x-amz-meta-hublake-write-id"

    /// What describes a new object, in one piece or in parts. No ACL and no tags: both need permissions of their own.
    func objectHeaders(writeID: String) -> [HTTPHeader] {
        var headers = [
            HTTPHeader("Content-Type", "application/octet-stream"), HTTPHeader(Self.writeIDHeader, writeID),
        ]
        if let key = writing.kmsKey {
            headers.append(HTTPHeader("x-amz-server-side-encryption", "aws:kms"))
            headers.append(HTTPHeader("x-amz-server-side-encryption-aws-kms-key-id", key))
        }
        if let usesBucketKey = writing.usesBucketKey {
            headers.append(HTTPHeader("x-amz-server-side-encryption-bucket-key-enabled", String(usesBucketKey)))
        }
        return headers
    }

    /// Finds out whether a write that ended with `failure` was carried out by an attempt whose answer was lost; throws `failure` if not.
    func settle(
        _ failure: S3Failure, key: String, writeID: String, size: Int
    ) async throws(S3Failure) -> S3Version {
        // Refused or given up: in both cases an earlier attempt may have done it.
        let wasRefused = failure.attempts > 1 && [.conflict, .notFound].contains(failure.failure.kind)
        guard wasRefused || failure.failure.kind.isRetryable else { throw failure }
        let found: S3Head
        do {
            found = try await head(key)
        } catch {
            // We could not find out, so the put's own failure is the one to tell; an interruption stays one.
            throw error.failure.kind == .cancelled ? error : failure
        }
        guard found.metadata["hublake-write-id"] == writeID, found.size == size else { throw failure }
        return found.version
    }
}
