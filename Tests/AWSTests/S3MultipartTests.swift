import AWS
import Foundations
import HTTP
import TestSupport
import Testing

@Suite("S3Client: uploads in parts")
struct S3MultipartTests {
    private let body = MultipartPeer.body(12 << 20)

    @Test("an object above the threshold goes in parts, and blank lines before the answer do not matter")
    func parts() async throws {
        let peer = MultipartPeer()
        let (client, warnings) = peer.client()
        let version = try await client.put("k", body, .ifAbsent)
        #expect(peer.story == ["create", "part 1", "part 2", "part 3", "complete"])
        #expect(version.entityTag == "\"whole\"" && version.versionID == "v7")
        #expect(peer.objects["k"]?.body == body && peer.openUploads == 0 && warnings.list.isEmpty)
        let requests = peer.requests
        #expect(requests[0].header("x-amz-checksum-algorithm") == "CRC64NVME")
        #expect(requests[0].header("x-amz-checksum-type") == "FULL_OBJECT")
        let whole = S3ChecksumAlgorithm.crc64nvme.checksum(of: body)
        #expect(requests[4].header("x-amz-checksum-crc64nvme") == whole && requests[4].header("If-None-Match") == "*")
        #expect(requests[1...3].allSatisfy { $0.header("If-None-Match") == nil && $0.header(writeIDHeader) == nil })
        let list = String(decoding: requests[4].body, as: UTF8.self)
        #expect(list.contains("<ETag>&quot;part-1&quot;</ETag><ChecksumCRC64NVME>"))
    }

    @Test("encryption is said when the upload begins and nowhere else")
    func encryption() async throws {
        let peer = MultipartPeer()
        let (client, _) = peer.client(
            writing: S3WriteSettings(checksum: .crc32c, kmsKey: "key", multipartThreshold: 1 << 20, partsAtOnce: 1))
        try await client.put("k", body)
        let said = peer.requests.map { $0.header("x-amz-server-side-encryption-aws-kms-key-id") }
        #expect(said == ["key", nil, nil])
        #expect(peer.requests[0].header("x-amz-checksum-type") == "COMPOSITE")
        #expect(peer.requests[2].header("x-amz-checksum-crc32c") == nil)
    }

    @Test("a completion whose answer is lost finds the upload gone: HEAD tells that the object is its own")
    func lostCompletion() async throws {
        for condition in [S3Condition.none, .ifAbsent] {
            let peer = MultipartPeer { request, number in
                MultipartPeer.kind(request) == "complete" && number == 1 ? .loseAnswer : nil
            }
            let (client, _) = peer.client()
            let version = try await client.put("k", body, condition)
            #expect(peer.story.suffix(3) == ["complete", "complete", "HEAD"] && version.entityTag == "\"whole\"")
        }
    }

    @Test("a completion that meets another writer's object is a conflict, and its parts are discarded")
    func conflict() async throws {
        let peer = MultipartPeer()
        let (client, warnings) = peer.client()
        try await client.put("k", body, .ifAbsent)
        await expectFailure(.conflict) { try await client.put("k", Array(body.dropLast()), .ifAbsent) }
        #expect(peer.story.last == "abort" && peer.openUploads == 0 && warnings.list.isEmpty)
        #expect(peer.objects["k"]?.body == body)
    }

    @Test(
        "a 200 with an error inside, or one that is cut short, is no success",
        arguments: [
            "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code></Error>", "\r\n\r\n   ", "",
            "<CompleteMultipartUploadResult><ETag>&quot;wh",
        ])
    func errorInside(text: String) async throws {
        for carriedOut in [false, true] {
            let peer = MultipartPeer { request, number in
                guard MultipartPeer.kind(request) == "complete", number == 1 else { return nil }
                return carriedOut ? .answerInstead(.text(200, text)) : .answer(.text(200, text))
            }
            let (client, _) = peer.client()
            try await client.put("k", body, .ifAbsent)
            #expect(peer.story.count { $0 == "complete" } == 2 && peer.objects["k"]?.body == body)
        }
    }

    @Test("an upload that may not be discarded is a warning; the failure is the part's")
    func abortRefused() async throws {
        let peer = MultipartPeer { request, _ in
            switch MultipartPeer.kind(request) {
            case "part 2": .answer(.text(403, "<Error><Code>AccessDenied</Code></Error>"))
            case "abort": .answer(.text(403, "<Error><Code>AccessDenied</Code></Error>"))
            default: nil
            }
        }
        let (client, warnings) = peer.client()
        let failure = await #expect(throws: S3Failure.self) { try await client.put("k", body) }
        #expect(failure?.failure.kind == .authorization && failure?.failure.what == "cannot write s3://acme/k")
        #expect(warnings.list.count == 1 && warnings.list[0].remedy?.contains("lifecycle rule") == true)
        #expect(peer.objects.isEmpty)
    }

    @Test("an interrupted upload is discarded although its task is cancelled")
    func cancelled() async throws {
        let peer = MultipartPeer { request, _ in
            guard MultipartPeer.kind(request) == "part 2" else { return nil }
            withUnsafeCurrentTask { $0?.cancel() }
            return .loseAnswer
        }
        let (client, _) = peer.client()
        let body = body
        let upload = Task { try await client.put("k", body) }
        await #expect(throws: (any Error).self) { _ = try await upload.value }
        #expect(peer.story.last == "abort" && peer.openUploads == 0)
    }

    @Test("a part that arrives with another checksum is sent again")
    func damagedPart() async throws {
        let peer = MultipartPeer { request, number in
            MultipartPeer.kind(request) == "part 1" && number == 1
                ? .answerInstead(.text(200, "", [("ETag", "\"x\""), ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=")]))
                : nil
        }
        let (client, _) = peer.client()
        try await client.put("k", body)
        #expect(peer.story.count { $0 == "part 1" } == 2 && peer.objects["k"]?.body == body)
    }
}
