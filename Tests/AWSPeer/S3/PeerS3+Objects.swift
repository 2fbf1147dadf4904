import Foundation

extension PeerCloud.State {
    /// Does what an allowed call asks for.
    mutating func carryOut(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer {
        switch call.operation {
        case "HeadBucket": return PeerAnswer(200, headers: ["x-amz-bucket-region": bucket.region])
        case "GetBucketLocation":
            let region = bucket.region == "us-east-1" ? "" : bucket.region
            return .xml(
                200,
                "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(region)</LocationConstraint>")
        case "GetBucketVersioning":
            return .xml(
                200,
                "<VersioningConfiguration>\(bucket.isVersioned ? "<Status>Enabled</Status>" : "")</VersioningConfiguration>"
            )
        case "ListObjectsV2": return list(call, bucket)
        case "PutObject": return put(call, bucket)
        case "GetObject", "HeadObject": return get(call, bucket)
        case "DeleteObject": return delete(call, bucket)
        case "DeleteObjects": return deleteMany(call, bucket)
        case "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload", "AbortMultipartUpload":
            return multipart(call, bucket)
        default:
            return S3Refusal.answer(
                501, "NotImplemented", "A header you provided implies functionality that is not implemented")
        }
    }

    private mutating func put(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer {
        if let (header, code) = PeerChecksums.problem(call.request) {
            return S3Refusal.answer(400, code, "The \(header) you specified did not match what we received.")
        }
        if let refusal = unmetCondition(call, bucket) { return refusal }
        return store(call.request.body, tag: PeerObjects.tag(call.request.body), call, bucket, kept: call.request)
    }

    /// Writes a version, and answers as for a put.
    mutating func store(
        _ body: [UInt8], tag: String, _ call: PeerCall, _ bucket: PeerBucket, kept request: PeerRequest
    ) -> PeerAnswer {
        var headers = PeerChecksums.stated(request)
        for header in request.headers where header.name.hasPrefix("x-amz-meta-") || header.name == "content-type" {
            headers[header.name] = header.value
        }
        if let key = bucket.key {
            headers["x-amz-server-side-encryption"] = "aws:kms"
            headers["x-amz-server-side-encryption-aws-kms-key-id"] = key.arn
        }
        let id = bucket.isVersioned ? "peer-version-\(next())" : "null"
        let version = PeerObjects.Version(id: id, body: body, tag: tag, headers: headers, written: call.now)
        objects[bucket.name, default: PeerObjects()].store(version, at: call.key, isVersioned: bucket.isVersioned)
        var told = headers.filter { !$0.key.hasPrefix("x-amz-meta-") && $0.key != "content-type" }
        told["ETag"] = tag
        if bucket.isVersioned { told["x-amz-version-id"] = id }
        return PeerAnswer(200, headers: told)
    }

    /// What `If-None-Match` and `If-Match` say to the object that is there.
    func unmetCondition(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer? {
        let current = objects[bucket.name]?.current(call.key)
        let failed = S3Refusal.answer(
            412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
        if call.request.header("if-none-match") == "*", current != nil { return failed }
        if let wanted = call.request.header("if-match") {
            guard let current else { return Self.noSuchKey(call) }
            if current.tag != wanted { return failed }
        }
        return nil
    }

    private func get(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer {
        let objects = objects[bucket.name] ?? PeerObjects()
        let wanted = call.request.parameter("versionId")
        guard let version = wanted.map({ objects.version($0, of: call.key) }) ?? objects.current(call.key) else {
            return wanted == nil
                ? Self.noSuchKey(call)
                : S3Refusal.answer(404, "NoSuchVersion", "The specified version does not exist.")
        }
        if version.isMarker {
            return S3Refusal.answer(
                405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
        }
        var headers = version.headers
        headers["ETag"] = version.tag
        headers["Last-Modified"] = PeerText.httpDate(version.written)
        headers["Accept-Ranges"] = "bytes"
        if bucket.isVersioned { headers["x-amz-version-id"] = version.id }
        guard let range = call.request.header("range")?.wholeMatch(of: /bytes=(\d+)-(\d*)/) else {
            headers["Content-Length"] = String(version.body.count)
            return PeerAnswer(200, headers: headers, bytes: version.body)
        }
        let first = Int(range.1) ?? 0
        guard first < version.body.count else {
            return S3Refusal.answer(416, "InvalidRange", "The requested range is not satisfiable")
        }
        let last = min(Int(range.2) ?? version.body.count - 1, version.body.count - 1)
        headers["Content-Range"] = "bytes \(first)-\(last)/\(version.body.count)"
        for name in headers.keys where name.hasPrefix("x-amz-checksum-") { headers[name] = nil }
        headers["Content-Length"] = String(last - first + 1)
        return PeerAnswer(206, headers: headers, bytes: Array(version.body[first...last]))
    }

    private mutating func delete(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer {
        if let version = call.request.parameter("versionId") {
            let isMarker = objects[bucket.name]?.version(version, of: call.key)?.isMarker == true
            objects[bucket.name]?.remove(version, of: call.key)
            return PeerAnswer(
                204,
                headers: ["x-amz-version-id": version].merging(isMarker ? ["x-amz-delete-marker": "true"] : [:]) {
                    own, _ in own
                })
        }
        guard bucket.isVersioned else {
            objects[bucket.name]?.versions[call.key] = nil
            return PeerAnswer(204)
        }
        let marker = PeerObjects.Version(id: "peer-marker-\(next())", isMarker: true, written: call.now)
        objects[bucket.name, default: PeerObjects()].store(marker, at: call.key, isVersioned: true)
        return PeerAnswer(204, headers: ["x-amz-delete-marker": "true", "x-amz-version-id": marker.id])
    }

    /// Each object's own refusal stands in an answer of 200.
    private mutating func deleteMany(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer {
        let body = String(decoding: call.request.body, as: UTF8.self)
        var errors = ""
        for item in body.matches(of: /<Object>(.*?)<\/Object>/.dotMatchesNewlines()) {
            let key = item.1.firstMatch(of: /<Key>(.*?)<\/Key>/).map { String($0.1) } ?? ""
            let version = item.1.firstMatch(of: /<VersionId>(.*?)<\/VersionId>/).map { String($0.1) }
            if let prefix = bucket.prefix, !key.hasPrefix("\(prefix)/") {
                errors += "<Error><Key>\(key)</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
                continue
            }
            var one = call
            one.key = key
            one.request.query = version.map { "versionId=\(PeerText.encoded($0))" } ?? ""
            _ = delete(one, bucket)
        }
        return .xml(200, "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(errors)</DeleteResult>")
    }

    private func list(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer {
        let prefix = call.request.parameter("prefix") ?? ""
        let limit = min(call.request.parameter("max-keys").flatMap(Int.init) ?? 1000, 1000)
        let after = call.request.parameter("continuation-token") ?? call.request.parameter("start-after") ?? ""
        let objects = objects[bucket.name] ?? PeerObjects()
        let found = objects.keys.filter { $0.hasPrefix(prefix) && after.utf8.lexicographicallyPrecedes($0.utf8) }
        let page = found.prefix(limit)
        let encode = { (text: String) in
            call.request.parameter("encoding-type") == "url" ? PeerText.encoded(text, slash: true) : PeerText.xml(text)
        }
        let contents = page.compactMap { key in
            objects.current(key).map { version in
                "<Contents><Key>\(encode(key))</Key><LastModified>\(PeerText.iso8601(version.written))</LastModified>"
                    + "<ETag>\(PeerText.xml(version.tag))</ETag><Size>\(version.body.count)</Size>"
                    + "<StorageClass>STANDARD</StorageClass></Contents>"
            }
        }
        let more = found.count > page.count ? page.last : nil
        return .xml(
            200,
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>\(bucket.name)</Name>"
                + "<Prefix>\(encode(prefix))</Prefix><KeyCount>\(page.count)</KeyCount><MaxKeys>\(limit)</MaxKeys>"
                + (call.request.parameter("encoding-type").map { "<EncodingType>\($0)</EncodingType>" } ?? "")
                + "<IsTruncated>\(more != nil)</IsTruncated>"
                + (more.map { "<NextContinuationToken>\(PeerText.xml($0))</NextContinuationToken>" } ?? "")
                + contents.joined() + "</ListBucketResult>")
    }

    static func noSuchKey(_ call: PeerCall) -> PeerAnswer {
        S3Refusal.answer(404, "NoSuchKey", "The specified key does not exist.", elements: [("Key", call.key)])
    }
}

extension PeerAnswer {
    init(_ status: Int, headers: [String: String], bytes: [UInt8]) {
        self.init(status, headers: headers)
        body = bytes
    }
}
