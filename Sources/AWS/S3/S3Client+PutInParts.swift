import Foundation
import Foundations

extension S3Client {
    /// Writes a large object in parts, several at once, each signed with the credentials of its own moment.
    ///
    /// When a part or the completion fails for good, the upload is discarded; where that is refused the user is warned, because the
    /// parts cost storage until a lifecycle rule removes them.
    func putInParts(
        _ key: String, _ body: [UInt8], _ condition: S3Condition
    ) async throws(S3Failure) -> S3Version {
        let writeID = UUID().uuidString
        let upload = try await createMultipartUpload(key, headers: objectHeaders(writeID: writeID))
        do {
            let ranges = writing.parts(of: body.count)
            let parts = try await send(body, ranges, of: key, upload)
            let checksum = writing.checksum?.checksum(of: body, parts: ranges)
            return try await complete(key, upload, parts, condition, checksum, writeID: writeID, size: body.count)
        } catch {
            let failure = error as? S3Failure ?? self.failure(error, writing: key)
            await discard(key, upload: upload)
            throw failure
        }
    }

    private func send(
        _ body: [UInt8], _ ranges: [Range<Int>], of key: String, _ upload: String
    ) async throws -> [S3Part] {
        try await Array(ranges.enumerated()).mapConcurrently(limit: writing.partsAtOnce) { index, range in
            try await uploadPart(key, upload: upload, number: index + 1, Array(body[range]))
        }
    }

    /// Completes the upload. A repeated completion finds the upload gone, or its own object: then HEAD tells whose it is.
    private func complete(
        _ key: String, _ upload: String, _ parts: [S3Part], _ condition: S3Condition, _ checksum: String?,
        writeID: String, size: Int
    ) async throws(S3Failure) -> S3Version {
        do {
            return try await completeMultipartUpload(
                key, upload: upload, parts: parts, condition, checksum: checksum)
        } catch {
            return try await settle(error, key: key, writeID: writeID, size: size)
        }
    }

    private func failure(_ error: any Error, writing key: String) -> S3Failure {
        S3Failure(Failure(error, while: S3Call(.putObject, key: key).what(in: bucket.name)), after: 1, nil)
    }

    /// Discards an upload whose own failure is about to be told; also when the task is cancelled, which is why it runs in its own.
    private func discard(_ key: String, upload: String) async {
        let refusal = await Task { () -> S3Failure? in
            do throws(S3Failure) {
                try await abortMultipartUpload(key, upload: upload)
                return nil
            } catch {
                return error
            }
        }.value
        guard let refusal else { return }
        warn(
            Failure(
                refusal.failure.kind, S3Call(.abortMultipartUpload, key: key).what(in: bucket.name),
                why: refusal.failure.why,
                remedy: "Add a lifecycle rule to the bucket that deletes incomplete multipart uploads after a day; "
                    + "allow s3:AbortMultipartUpload to have hublake do it."))
    }
}
