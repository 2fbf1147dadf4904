import Crypto
import Foundation

extension PeerCloud.State {
    /// Answers the four calls of a multipart upload.
    mutating func multipart(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer {
        if call.operation == "CreateMultipartUpload" {
            let id = "peer-upload-\(next())"
            let kept = call.request.headers.filter { $0.name.hasPrefix("x-amz-meta-") || $0.name == "content-type" }
            let headers = Dictionary(kept.map { ($0.name, $0.value) }) { first, _ in first }
            objects[bucket.name, default: PeerObjects()].uploads[id] = PeerObjects.Upload(
                key: call.key, headers: headers)
            return .xml(
                200,
                "<InitiateMultipartUploadResult><Bucket>\(bucket.name)</Bucket><Key>\(PeerText.xml(call.key))</Key>"
                    + "<UploadId>\(id)</UploadId></InitiateMultipartUploadResult>")
        }
        let id = call.request.parameter("uploadId") ?? ""
        if call.operation == "CompleteMultipartUpload", let again = objects[bucket.name]?.completed[id] { return again }
        guard let upload = objects[bucket.name]?.uploads[id], upload.key == call.key else {
            return S3Refusal.answer(
                404, "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed."
            )
        }
        switch call.operation {
        case "UploadPart": return part(call, bucket, id)
        case "AbortMultipartUpload":
            objects[bucket.name]?.uploads[id] = nil
            return PeerAnswer(204)
        default: return complete(call, bucket, id, upload)
        }
    }

    private mutating func part(_ call: PeerCall, _ bucket: PeerBucket, _ id: String) -> PeerAnswer {
        if let (header, code) = PeerChecksums.problem(call.request) {
            return S3Refusal.answer(400, code, "The \(header) you specified did not match what we received.")
        }
        guard let number = call.request.parameter("partNumber").flatMap(Int.init), (1...10_000).contains(number) else {
            return S3Refusal.answer(
                400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive")
        }
        let tag = PeerObjects.tag(call.request.body)
        objects[bucket.name]?.uploads[id]?.parts[number] = (call.request.body, tag)
        var headers = PeerChecksums.stated(call.request)
        headers["ETag"] = tag
        return PeerAnswer(200, headers: headers)
    }

    private mutating func complete(
        _ call: PeerCall, _ bucket: PeerBucket, _ id: String, _ upload: PeerObjects.Upload
    ) -> PeerAnswer {
        let body = String(decoding: call.request.body, as: UTF8.self).replacingOccurrences(of: "&quot;", with: "\"")
        let listed = body.matches(of: /<Part>(.*?)<\/Part>/.dotMatchesNewlines()).map { part in
            let number = part.1.firstMatch(of: /<PartNumber>\s*(\d+)\s*</).flatMap { Int($0.1) } ?? 0
            let tag = part.1.firstMatch(of: /<ETag>\s*(.*?)\s*</).map { String($0.1) } ?? ""
            return (number: number, tag: tag)
        }
        guard !listed.isEmpty else {
            return S3Refusal.answer(400, "MalformedXML", "The XML you provided was not well-formed")
        }
        var bytes: [UInt8] = []
        for (index, item) in listed.enumerated() {
            guard let part = upload.parts[item.number], part.tag == item.tag || part.tag == "\"\(item.tag)\"" else {
                return S3Refusal.answer(400, "InvalidPart", "One or more of the specified parts could not be found.")
            }
            if index > 0, listed[index - 1].number >= item.number {
                return S3Refusal.answer(400, "InvalidPartOrder", "The list of parts was not in ascending order.")
            }
            if index < listed.count - 1, part.body.count < 5_242_880 {
                return S3Refusal.answer(
                    400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
            }
            bytes += part.body
        }
        var whole = call.request
        whole.body = bytes
        whole.headers.removeAll { $0.name == "x-amz-content-sha256" }
        if let (header, code) = PeerChecksums.problem(whole) {
            return S3Refusal.answer(400, code, "The \(header) you specified did not match what we received.")
        }
        if let refusal = unmetCondition(call, bucket) { return refusal }
        let tags = listed.compactMap { upload.parts[$0.number]?.body }.flatMap { Array(Insecure.MD5.hash(data: $0)) }
        let tag = PeerObjects.tag(tags).dropLast() + "-\(listed.count)\""
        var kept = call.request
        kept.headers = upload.headers.map { PeerRequest.Header(name: $0.key, value: $0.value) }
        let stored = store(bytes, tag: String(tag), call, bucket, kept: kept)
        objects[bucket.name]?.uploads[id] = nil
        let version = stored.headers["x-amz-version-id"].map { ["x-amz-version-id": $0] } ?? [:]
        let answer = PeerAnswer.xml(
            200,
            "<CompleteMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Location>peer</Location>"
                + "<Bucket>\(bucket.name)</Bucket><Key>\(PeerText.xml(call.key))</Key><ETag>\(PeerText.xml(String(tag)))</ETag>"
                + "</CompleteMultipartUploadResult>", headers: version)
        objects[bucket.name]?.completed[id] = answer
        return answer
    }
}
