import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport
import Testing

/// Defects of other S3 writers, by their numbers in the project's bug log, played against ours.
@Suite("Others' bugs: S3")
struct S3BugLogTests {
    private let body = MultipartPeer.body(22 << 20)

    @Test(
        "B114: an empty location means us-east-1, EU means eu-west-1",
        arguments: [
            ("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>", "us-east-1"),
            ("<?xml version=\"1.0\"?>\n<LocationConstraint></LocationConstraint>", "us-east-1"),
            ("<LocationConstraint>EU</LocationConstraint>", "eu-west-1"),
            (
                "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">ap-south-1</LocationConstraint>",
                "ap-south-1"
            ),
        ])
    func location(text: String, region: String) async throws {
        let lab = S3Lab([{ _ in .text(200, text) }])
        #expect(try await lab.client.region() == region)
        #expect(lab.transport.requests[0].url == "https://acme.s3.us-east-1.amazonaws.com/?location=")
    }

    @Test("B114: a 400 that names the region is followed once")
    func malformed() async throws {
        let lab = S3Lab([refusal(400, "AuthorizationHeaderMalformed", region: "ap-south-1"), stored])
        try await lab.client.put("k", [1])
        #expect(lab.transport.requests[1].url == "https://acme.s3.ap-south-1.amazonaws.com/k")
        let lost = S3Lab([], fallback: refusal(400, "AuthorizationHeaderMalformed", region: "ap-south-1"))
        await expectFailure(.configuration) { try await lost.client.put("k", [1]) }
        #expect(lost.transport.requests.count == 2)
    }

    @Test("B115: credentials that expire inside a multipart upload are renewed, and the upload goes on")
    func expiryInUpload() async throws {
        let keys = RotatingKeys()
        let peer = MultipartPeer { request, number in
            guard MultipartPeer.kind(request) == "part 4" else { return nil }
            return number == 1 ? .answer(.text(400, "<Error><Code>ExpiredToken</Code></Error>")) : nil
        }
        let (client, _) = peer.client(keys: keys)
        try await client.put("k", body)
        #expect(peer.story == ["create", "part 1", "part 2", "part 3", "part 4", "part 4", "part 5", "complete"])
        let tokens = peer.requests.map { $0.header("X-Amz-Security-Token") ?? "" }
        #expect(tokens == Array(repeating: "token-0", count: 5) + Array(repeating: "token-1", count: 3))
        #expect(peer.objects["k"]?.body == body)
    }

    @Test("B118: every third put is told to slow down, in each of S3's ways: all arrive, and the pace falls")
    func slowDown() async throws {
        let count = Mutex(0)
        let transport = ScriptedTransport { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            guard number % 3 == 0 else { return HTTPResponse(status: 200, headers: [HTTPHeader("ETag", "\"t\"")]) }
            return switch number % 9 {
            case 0: HTTPResponse(status: 503)
            case 3: .text(503, "<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>")
            default: .text(503, "<Error><Code>SlowDown</Code></Error>", [("Retry-After", "2")])
            }
        }
        let clock = ManualClock()
        let client = S3Client(
            bucket: S3Bucket("acme", region: "us-east-1"), credentials: RenewableKeys(), transport: transport,
            clock: clock, random: { 0.5 })
        for number in 0..<30 { try await client.put("k\(number)", [1]) }
        #expect(clock.sleeps.count == 14 && clock.sleeps.contains(.seconds(2)))
    }

    @Test("B119: parts of a 12 MiB object keep S3's smallest size")
    func partSizes() async throws {
        let peer = MultipartPeer()
        let (client, _) = peer.client()
        try await client.put("k", Array(body[..<(12 << 20)]))
        let sizes = peer.requests.filter { $0.method == "PUT" }.map(\.body.count)
        #expect(sizes == [5_242_880, 5_242_880, 2_097_152])
    }

    @Test("B134: parts refused where puts are allowed: the message names kms:Decrypt")
    func kmsParts() async throws {
        let peer = MultipartPeer { request, _ in
            MultipartPeer.kind(request) == "part 1"
                ? .answer(.text(403, "<Error><Code>AccessDenied</Code></Error>")) : nil
        }
        let (client, _) = peer.client()
        let failure = await #expect(throws: S3Failure.self) { try await client.put("k", body) }
        #expect(failure?.failure.remedy?.contains("kms:Decrypt") == true && failure?.failure.kind == .authorization)
        #expect(peer.story.count { $0 == "part 1" } == 1)
    }

    @Test(
        "B135: a KMS key that is missing or disabled is not tried again, and is named",
        arguments: ["KMS.DisabledException", "KMS.NotFoundException", "KMS.KMSInvalidStateException"])
    func kmsKey(code: String) async throws {
        let key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"
        let lab = S3Lab([refusal(400, code)], writing: S3WriteSettings(kmsKey: key))
        let failure = await #expect(throws: S3Failure.self) { try await lab.client.put("k", [1]) }
        #expect(failure?.failure.kind == .authorization && failure?.failure.why.contains(code) == true)
        #expect(failure?.failure.remedy?.contains(key) == true && lab.transport.requests.count == 1)
    }

    @Test("B138: eight calls at once find the same wrong clock; each succeeds on its second try")
    func clockSkew() async throws {
        let real = try #require(Timestamp(iso8601: "2027-01-02T03:20:00Z"))
        let transport = ScriptedTransport { request in
            // Eight requests signed with the wrong time are answered before any of them can be signed again.
            await Task.yield()
            guard request.header("X-Amz-Date") == "20270102T032000Z" else {
                return .text(
                    403, "<Error><Code>RequestTimeTooSkewed</Code></Error>", [("Date", "Sat, 02 Jan 2027 03:20:00 GMT")]
                )
            }
            return HTTPResponse(status: 200, headers: [HTTPHeader("ETag", "\"t\"")])
        }
        let clock = ManualClock(real.adding(seconds: -1200))
        let client = S3Client(
            bucket: S3Bucket("acme", region: "us-east-1"), credentials: RenewableKeys(), transport: transport,
            clock: clock, random: { 0.5 })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 { group.addTask { try await client.put("k\(number)", [1]) } }
            try await group.waitForAll()
        }
        let requests = transport.requests
        #expect(requests.count <= 16 && client.clockOffset == .seconds(1200) && clock.sleeps.isEmpty)
        for number in 0..<8 { #expect(requests.count { $0.url.hasSuffix("/k\(number)") } <= 2) }
    }

    @Test("B146: a commit that was stored although its answer was lost is not made twice, nor taken for another's")
    func repeatedCommit() async throws {
        let store = Mutex<[String: String]>([:])
        let transport = ScriptedTransport { request in
            let id = store.withLock { $0[request.url] }
            if request.method == "HEAD" {
                return .text(200, "", [("ETag", "\"t\""), ("Content-Length", "1"), (writeIDHeader, id ?? "")])
            }
            if id != nil { return .text(412, "<Error><Code>PreconditionFailed</Code></Error>") }
            store.withLock { $0[request.url] = request.header(writeIDHeader) }
            throw Failure(.transient, "cannot PUT", why: "the connection was reset")
        }
        let client = S3Client(
            bucket: S3Bucket("acme", region: "us-east-1"), credentials: RenewableKeys(), transport: transport,
            clock: ManualClock(), random: { 0.5 })
        #expect(try await client.put("v2.metadata.json", [1], .ifAbsent).entityTag == "\"t\"")
        await expectFailure(.conflict) { try await client.put("v2.metadata.json", [2], .ifAbsent) }
    }
}

/// Keys whose token changes each time they are called expired.
private final class RotatingKeys: CredentialProvider {
    private let generation = Mutex(0)

    func credentials() async throws -> AWSCredentials {
        AWSCredentials(
            accessKeyID: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token-\(generation.withLock { $0 })")
    }

    func invalidate(_ expired: AWSCredentials) async { generation.withLock { $0 += 1 } }
}
