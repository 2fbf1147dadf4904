import Crypto
import Foundation
public import Foundations
import HTTP

/// When S3 shall carry out a put.
public enum S3Condition: Sendable, Hashable {
    /// Always.
    case none
    /// Only if no object is there.
    case ifAbsent
    /// Only if the object there has this entity tag.
    case ifMatch(String)
}

extension S3Client {
    /// Writes an object in one piece and returns its entity tag.
    ///
    /// A conditional put whose answer is lost meets its own object when it is tried again. Each put therefore carries a random
    /// write id in the object's metadata, by which a refused retry recognises its own work. Throws `Failure(.conflict)` when
    /// somebody else's object stands in the way.
    public func put(_ key: String, _ body: [UInt8], _ condition: S3Condition = .none) async throws(Failure) -> String {
        let digest = Data(SHA256.hash(data: body)).base64EncodedString()
        let writeID = UUID().uuidString
        var call = S3Call(operation: .put, key: key, body: body)
        call.headers = [
            HTTPHeader("Content-Type", "application/octet-stream"), HTTPHeader("x-amz-checksum-sha256", digest),
            HTTPHeader(Self.writeIDHeader, writeID),
        ]
        switch condition {
        case .none: break
        case .ifAbsent: call.headers.append(HTTPHeader("If-None-Match", "*"))
        case .ifMatch(let tag): call.headers.append(HTTPHeader("If-Match", tag))
        }
        let what = call.what(in: bucket.name)
        do {
            return try await perform(call) { response in
                if let returned = response.header("x-amz-checksum-sha256"), returned != digest {
                    throw Failure(.transient, what, why: "S3 stored bytes with another checksum")
                }
                guard let tag = response.header("ETag") else {
                    throw Failure(.transient, what, why: "S3's answer has no ETag, so the object may not be stored")
                }
                return tag
            }
        } catch {
            // Refused or given up: in both cases an earlier attempt may have done it.
            let isAmbiguous = error.attempts > 1 && error.failure.kind == .conflict || error.failure.kind.isRetryable
            guard call.isConditional, isAmbiguous,
                let own = try await tagOfOwnWrite(key, writeID: writeID, size: body.count, unless: error.failure)
            else { throw error.failure }
            return own
        }
    }

    private static let writeIDHeader = "x-amz-meta-hublake-write-id"

    /// The tag of the object at `key` when this very put made it.
    private func tagOfOwnWrite(
        _ key: String, writeID: String, size: Int, unless original: Failure
    ) async throws(Failure) -> String? {
        do {
            return try await perform(S3Call(operation: .head, key: key)) { response in
                guard response.header(Self.writeIDHeader) == writeID,
                    response.header("Content-Length").map({ $0 == String(size) }) ?? true
                else { return nil }
                return response.header("ETag")
            }
        } catch {
            // We could not find out, so the put's own failure is the one to tell; an interruption stays one.
            throw error.failure.kind == .cancelled ? error.failure : original
        }
    }
}
