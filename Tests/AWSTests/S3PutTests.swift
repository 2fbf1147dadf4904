import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport
import Testing

/// What AWS answers and no server for tests does, played by a script.
@Suite("S3Client: writing")
struct S3PutTests {
    @Test(
        "a lost answer: the retry's 412 is recognised as our own work by its write id",
        arguments: [
            S3Condition.ifAbsent, .ifMatch("\"old\""),
        ])
    func ownWrite(condition: S3Condition) async throws {
        let sent = Mutex<String?>(nil)
        let lab = S3Lab([
            { request in
                sent.withLock { $0 = request.header(writeIDHeader) }
                throw Failure(.transient, "cannot PUT", why: "the answer was lost")
            },
            refusal(412, "PreconditionFailed"),
            { _ in
                let id = sent.withLock { $0 } ?? ""
                return .text(200, "", [("ETag", "\"mine\""), ("Content-Length", "1"), (writeIDHeader, id)])
            },
        ])
        #expect(try await lab.client.put("k", [1], condition).entityTag == "\"mine\"")
        #expect(lab.transport.requests.map(\.method) == ["PUT", "PUT", "HEAD"])
    }

    @Test("a retry's 412 over somebody else's object is a conflict")
    func otherWrite() async {
        let lab = S3Lab([
            connectionReset, refusal(412, "PreconditionFailed"),
            { _ in HTTPResponse(status: 200, headers: [HTTPHeader("ETag", "\"x\""), HTTPHeader("Content-Length", "1")])
            },
        ])
        await expectFailure(.conflict) { _ = try await lab.client.put("k", [1], .ifAbsent) }
    }

    @Test("a 412 on the first attempt is a conflict at once; a 404 to If-Match is one too")
    func firstConflict() async {
        let lab = S3Lab([refusal(412, "PreconditionFailed"), refusal(404, "NoSuchKey")])
        await expectFailure(.conflict) { _ = try await lab.client.put("k", [1], .ifAbsent) }
        await expectFailure(.conflict) { _ = try await lab.client.put("k", [1], .ifMatch("\"t\"")) }
        #expect(lab.transport.remaining == 0)
    }

    @Test("a 409 is tried again, because nothing was decided")
    func conditionalRequestConflict() async throws {
        let lab = S3Lab([refusal(409, "ConditionalRequestConflict"), stored])
        _ = try await lab.client.put("k", [1], .ifAbsent)
        #expect(lab.transport.requests.allSatisfy { $0.header("If-None-Match") == "*" })
    }

    @Test("a put carries hash, checksum and write id, all signed")
    func putHeaders() async throws {
        let lab = S3Lab([stored])
        _ = try await lab.client.put("a/b=1", Array("hello".utf8))
        let request = lab.transport.requests[0]
        #expect(request.url == "https://acme.s3.us-east-1.amazonaws.com/a/b%3D1")
        #expect(
            request.header("x-amz-content-sha256") == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
        )
        #expect(request.header("x-amz-checksum-crc64nvme") == "M3eFcAZSQlc=")
        let signed = request.header("Authorization") ?? ""
        #expect(signed.contains("x-amz-checksum-crc64nvme;") && signed.contains(";x-amz-meta-hublake-write-id"))
    }

    @Test("an answer with another checksum, or without an ETag, is no success")
    func badAnswers() async throws {
        let lab = S3Lab([
            { _ in
                HTTPResponse(
                    status: 200, headers: [HTTPHeader("ETag", "\"x\""), HTTPHeader("x-amz-checksum-crc64nvme", "AA==")])
            },
            { _ in HTTPResponse(status: 200) }, stored,
        ])
        _ = try await lab.client.put("k", [1])
        #expect(lab.transport.remaining == 0)
    }

    @Test("settings decide about encryption headers; there is never an ACL and never a tag")
    func encryption() async throws {
        let key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd"
        let lab = S3Lab([stored, stored], writing: S3WriteSettings(checksum: nil, kmsKey: key, usesBucketKey: true))
        try await lab.client.put("k", [1])
        let request = lab.transport.requests[0]
        #expect(request.header("x-amz-server-side-encryption") == "aws:kms")
        #expect(request.header("x-amz-server-side-encryption-aws-kms-key-id") == key)
        #expect(request.header("x-amz-server-side-encryption-bucket-key-enabled") == "true")
        let plain = S3Lab([stored])
        try await plain.client.put("k", [1])
        for request in lab.transport.requests + plain.transport.requests {
            #expect(request.header("x-amz-acl") == nil && request.header("x-amz-tagging") == nil)
        }
        #expect(!plain.transport.requests[0].headers.contains { $0.name.contains("encryption") })
        #expect(!lab.transport.requests[0].headers.contains { $0.name.contains("checksum") })
    }

    @Test("the expected owner goes with every call")
    func owner() async throws {
        let bucket = S3Bucket("acme", region: "us-east-1", expectedOwner: "123456789012")
        let lab = S3Lab([stored, listing([]), refusal(403, "AccessDenied")], bucket: bucket)
        try await lab.client.put("k", [1])
        _ = try await lab.client.list(prefix: "")
        let refused = await #expect(throws: S3Failure.self) { try await lab.client.put("k", [1]) }
        #expect(refused?.failure.remedy?.contains("belongs to the account 123456789012") == true)
        #expect(
            lab.transport.requests.allSatisfy { $0.header("x-amz-expected-bucket-owner") == "123456789012" })
    }

    @Test("what a put returns: tag, version and encryption")
    func version() async throws {
        let headers = [
            ("ETag", "\"t\""), ("x-amz-version-id", "3HL4kqt"), ("x-amz-server-side-encryption", "aws:kms"),
            ("x-amz-server-side-encryption-aws-kms-key-id", "arn:aws:kms:eu-west-1:1:key/2"),
        ]
        let lab = S3Lab([{ _ in .text(200, "", headers) }])
        let version = try await lab.client.put("k", [1])
        #expect(version.versionID == "3HL4kqt" && version.encryption == "aws:kms")
        #expect(version.kmsKey == "arn:aws:kms:eu-west-1:1:key/2")
    }

    @Test("a put with a wrong digest is sent once, and its refusal tells about the permission")
    func wrongDigests() async throws {
        let lab = S3Lab([refusal(400, "BadDigest"), refusal(403, "AccessDenied"), stored])
        let allowed = await #expect(throws: S3Failure.self) {
            try await lab.client.put("k", Array("hello".utf8), stating: .contentMD5)
        }
        let denied = await #expect(throws: S3Failure.self) {
            try await lab.client.put("k", Array("hello".utf8), stating: .checksum)
        }
        #expect(allowed?.error?.code == "BadDigest" && denied?.error?.code == "AccessDenied")
        #expect(denied?.error?.requestID == "4442587FB7D0A2F9" && denied?.attempts == 1)
        try await lab.client.put("k", Array("hello".utf8), stating: .checksum)  // A server that does not look.
        let requests = lab.transport.requests
        #expect(requests.count == 3 && requests[0].header("Content-MD5") != "XUFAKrxLKna5cZ2REBfFkg==")
        #expect(requests[0].header("Content-MD5") != nil && requests[1].header("x-amz-checksum-crc64nvme") != nil)
        #expect(requests[1].header("x-amz-checksum-crc64nvme") != "M3eFcAZSQlc=")
    }
}
