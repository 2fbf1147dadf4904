import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport
import Testing

/// What AWS answers and no server for tests does, played by a script.
@Suite("S3Client")
struct S3ClientTests {
    // MARK: - Retries

    @Test("a slow-down and a broken connection are tried again, with growing pauses")
    func retries() async throws {
        let lab = Lab([error(503, "SlowDown"), refused, error(500, "InternalError"), stored])
        #expect(try await lab.client.put("k", [1]) == "\"tag\"")
        // Half of the longest pause each: 1 s throttled; 50 ms doubled twice and three times.
        #expect(lab.clock.sleeps == [.milliseconds(500), .milliseconds(50), .milliseconds(100)])
    }

    @Test("S3's own wish for a pause is honoured, up to five seconds more than ours")
    func askedPause() async throws {
        let lab = Lab([
            error(503, "SlowDown", [("x-amz-retry-after", "2000")]),
            error(503, "SlowDown", [("x-amz-retry-after", "900000")]),
            stored,
        ])
        _ = try await lab.client.put("k", [1])
        #expect(lab.clock.sleeps == [.seconds(2), .seconds(6)])
    }

    @Test(
        "retries end, and the failure says how many there were",
        arguments: [
            (503, "SlowDown", FailureKind.rateLimited), (500, "InternalError", .transient),
        ])
    func givesUp(status: Int, code: String, kind: FailureKind) async {
        let lab = Lab([], fallback: error(status, code))
        let failure = await #expect(throws: Failure.self) { try await lab.client.list(prefix: "x/") }
        #expect(failure?.kind == kind && failure?.why.contains("after 9 attempts") == true)
        #expect(lab.transport.requests.count == 9)
    }

    @Test("a client in trouble stops retrying every call: its retries are a budget")
    func budget() async {
        let lab = Lab([], fallback: error(500, "InternalError"))
        for _ in 0..<10 { _ = await #expect(throws: Failure.self) { try await lab.client.list(prefix: "x/") } }
        // 35 retries of 14 tokens are all that 500 pay for.
        #expect(lab.transport.requests.count == 10 + 35)
    }

    @Test(
        "refusals are not tried again",
        arguments: [
            (403, "AccessDenied"), (404, "NoSuchBucket"), (403, "InvalidAccessKeyId"), (400, "InvalidRequest"),
        ])
    func final(status: Int, code: String) async {
        let lab = Lab([error(status, code)])
        _ = await #expect(throws: Failure.self) { try await lab.client.put("k", [1]) }
        #expect(lab.transport.requests.count == 1)
    }

    @Test("a 200 whose body is an error is an error")
    func errorIn200() async throws {
        let lab = Lab([error(200, "InternalError"), stored])
        _ = try await lab.client.put("k", [1])
        #expect(lab.transport.requests.count == 2)
    }

    // MARK: - Conditional puts

    @Test(
        "a lost answer: the retry's 412 is recognised as our own work by its write id",
        arguments: [
            S3Condition.ifAbsent, .ifMatch("\"old\""),
        ])
    func ownWrite(condition: S3Condition) async throws {
        let sent = Mutex<String?>(nil)
        let lab = Lab([
            { request in
                sent.withLock { $0 = request.header(writeIDHeader) }
                throw Failure(.transient, "cannot PUT", why: "the answer was lost")
            },
            error(412, "PreconditionFailed"),
            { _ in
                let id = sent.withLock { $0 } ?? ""
                return .text(200, "", [("ETag", "\"mine\""), ("Content-Length", "1"), (writeIDHeader, id)])
            },
        ])
        #expect(try await lab.client.put("k", [1], condition) == "\"mine\"")
        #expect(lab.transport.requests.map(\.method) == ["PUT", "PUT", "HEAD"])
    }

    @Test("a retry's 412 over somebody else's object is a conflict")
    func otherWrite() async {
        let lab = Lab([
            refused, error(412, "PreconditionFailed"),
            { _ in HTTPResponse(status: 200, headers: [HTTPHeader("ETag", "\"x\""), HTTPHeader("Content-Length", "1")])
            },
        ])
        await expectFailure(.conflict) { _ = try await lab.client.put("k", [1], .ifAbsent) }
    }

    @Test("a 412 on the first attempt is a conflict at once; a 404 to If-Match is one too")
    func firstConflict() async {
        let lab = Lab([error(412, "PreconditionFailed"), error(404, "NoSuchKey")])
        await expectFailure(.conflict) { _ = try await lab.client.put("k", [1], .ifAbsent) }
        await expectFailure(.conflict) { _ = try await lab.client.put("k", [1], .ifMatch("\"t\"")) }
        #expect(lab.transport.remaining == 0)
    }

    @Test("a 409 is tried again, because nothing was decided")
    func conditionalRequestConflict() async throws {
        let lab = Lab([error(409, "ConditionalRequestConflict"), stored])
        _ = try await lab.client.put("k", [1], .ifAbsent)
        #expect(lab.transport.requests.allSatisfy { $0.header("If-None-Match") == "*" })
    }

    @Test("a put carries hash, checksum and write id, all signed")
    func putHeaders() async throws {
        let lab = Lab([stored])
        _ = try await lab.client.put("a/b=1", Array("hello".utf8))
        let request = lab.transport.requests[0]
        #expect(request.url == "https://acme.s3.us-east-1.amazonaws.com/a/b%3D1")
        #expect(
            request.header("x-amz-content-sha256") == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
        )
        #expect(request.header("x-amz-checksum-sha256") == "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")
        let signed = request.header("Authorization") ?? ""
        #expect(signed.contains("x-amz-checksum-sha256;") && signed.contains(";x-amz-meta-hublake-write-id"))
    }

    @Test("an answer with another checksum, or without an ETag, is no success")
    func badAnswers() async throws {
        let lab = Lab([
            { _ in
                HTTPResponse(
                    status: 200, headers: [HTTPHeader("ETag", "\"x\""), HTTPHeader("x-amz-checksum-sha256", "AA==")])
            },
            { _ in HTTPResponse(status: 200) }, stored,
        ])
        _ = try await lab.client.put("k", [1])
        #expect(lab.transport.remaining == 0)
    }

    // MARK: - Corrections

    @Test("a clock that is off is corrected from the answer, once and for good")
    func clock() async throws {
        let late = error(403, "RequestTimeTooSkewed", [("Date", "Sat, 02 Jan 2027 04:00:00 GMT")])
        let lab = Lab([late, stored, stored], now: "2027-01-02T03:00:00Z")
        _ = try await lab.client.put("k", [1])
        _ = try await lab.client.put("k", [1])
        #expect(
            lab.transport.requests.map { $0.header("X-Amz-Date") } == [
                "20270102T030000Z", "20270102T040000Z", "20270102T040000Z",
            ])
        #expect(lab.clock.sleeps.isEmpty)
    }

    @Test("a signature that fails while the clocks differ is signed again; otherwise the secret is wrong")
    func signatures() async throws {
        let skewed = error(403, "SignatureDoesNotMatch", [("Date", "Sat, 02 Jan 2027 03:05:00 GMT")])
        let lab = Lab([skewed, stored], now: "2027-01-02T03:00:00Z")
        _ = try await lab.client.put("k", [1])
        let even = error(403, "SignatureDoesNotMatch", [("Date", "Sat, 02 Jan 2027 03:01:00 GMT")])
        let wrong = Lab([even], now: "2027-01-02T03:00:00Z")
        await expectFailure(.authorization) { _ = try await wrong.client.put("k", [1]) }
    }

    @Test("a clock that cannot be corrected is the machine's fault")
    func hopelessClock() async {
        let late = error(403, "RequestTimeTooSkewed", [("Date", "Sat, 02 Jan 2027 04:00:00 GMT")])
        let lab = Lab([late, late], now: "2027-01-02T03:00:00Z")
        let failure = await #expect(throws: Failure.self) { _ = try await lab.client.put("k", [1]) }
        #expect(failure?.kind == .configuration && failure?.remedy?.contains("clock") == true)
    }

    @Test("the bucket's true region is learnt from AWS and kept")
    func region() async throws {
        let answers: [ScriptedTransport.Answer] = [
            error(400, "AuthorizationHeaderMalformed", region: "eu-west-1"),
            error(301, "PermanentRedirect", [("x-amz-bucket-region", "eu-west-1")]),
            { _ in HTTPResponse(status: 400, headers: [HTTPHeader("x-amz-bucket-region", "eu-west-1")]) },
        ]
        for answer in answers {
            let lab = Lab([answer, stored, stored])
            _ = try await lab.client.put("k", [1])
            _ = try await lab.client.put("k", [1])
            let requests = lab.transport.requests
            #expect(requests.dropFirst().allSatisfy { $0.url == "https://acme.s3.eu-west-1.amazonaws.com/k" })
            #expect(requests.dropFirst().allSatisfy { $0.header("Authorization")?.contains("/eu-west-1/s3/") == true })
        }
    }

    @Test("another server's redirect is not followed, but the region is named")
    func foreignRedirect() async {
        let lab = Lab(
            [error(301, "PermanentRedirect", region: "eu-west-1")],
            bucket: S3Bucket("acme", endpoint: HTTPOrigin(url: "https://s3.example.com")))
        let failure = await #expect(throws: Failure.self) { _ = try await lab.client.put("k", [1]) }
        #expect(failure?.kind == .configuration && failure?.remedy?.contains("eu-west-1") == true)
    }

    @Test("expired keys are fetched again, once")
    func expired() async throws {
        let lab = Lab([error(400, "ExpiredToken"), stored])
        _ = try await lab.client.put("k", [1])
        #expect(lab.keys.invalidations == 1)
        let hopeless = Lab([error(400, "ExpiredToken"), error(400, "ExpiredToken")])
        await expectFailure(.authorization) { _ = try await hopeless.client.put("k", [1]) }
    }

    // MARK: - Reading

    @Test("a 403 for a missing key becomes notFound when a listing of that key shows nothing")
    func hiddenMissing() async throws {
        let lab = Lab([error(403, "AccessDenied"), listing(["x/k2"])])
        await expectFailure(.notFound) { _ = try await lab.client.get("x/k") }
        #expect(lab.transport.requests[1].url.contains("prefix=x%2Fk&"))
        for answer in [listing(["x/k"]), error(403, "AccessDenied")] {
            let refusal = Lab([error(403, "AccessDenied"), answer])
            await expectFailure(.authorization) { _ = try await refusal.client.get("x/k") }
        }
    }

    @Test("bytes that arrive damaged are fetched again")
    func damaged() async throws {
        let digest = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="
        let headers = [("ETag", "\"t\""), ("x-amz-checksum-sha256", digest)]
        let lab = Lab([{ _ in .text(200, "hellO", headers) }, { _ in .text(200, "hello", headers) }])
        let object = try await lab.client.get("k")
        #expect(object.body == Array("hello".utf8) && lab.transport.remaining == 0)
    }

    @Test("an object that looks like an error is an object")
    func errorLikeObject() async throws {
        let lab = Lab([{ _ in .text(200, "<Error><Code>SlowDown</Code></Error>", [("ETag", "\"t\"")]) }])
        #expect(try await lab.client.get("k").size == 36)
    }

    @Test("a server that ignores a range, or sends another one, does not fool us")
    func ranges() async throws {
        let tag = ("ETag", "\"t\"")
        let lab = Lab([
            { _ in .text(200, "0123456789", [tag]) },
            { _ in .text(206, "0", [tag, ("Content-Range", "bytes 0-0/10")]) },
            { _ in .text(206, "234", [tag, ("Content-Range", "bytes 2-4/10")]) },
        ])
        let whole = try await lab.client.get("k", range: 2..<5)
        #expect(whole.body == Array("234".utf8) && whole.size == 10)
        let part = try await lab.client.get("k", range: 2..<5)
        #expect(part.body == Array("234".utf8) && lab.transport.requests[2].header("Range") == "bytes=2-4")
    }

    @Test("a listing asks with a prefix always, and decodes keys")
    func listings() async throws {
        let lab = Lab([listing(["a%2Fb+c%3D1", "%C3%A9"], next: "t/1="), listing([])])
        let page = try await lab.client.list(prefix: "")
        #expect(page.objects.map(\.key) == ["a/b c=1", "é"] && page.continuation == "t/1=")
        #expect(page.objects[0].lastModified == Timestamp(iso8601: "2026-11-25T10:00:00.000Z"))
        let last = try await lab.client.list(prefix: "", continuation: page.continuation)
        #expect(last.objects.isEmpty && last.continuation == nil)
        #expect(lab.transport.requests[0].url.hasSuffix("/?list-type=2&encoding-type=url&prefix="))
        #expect(lab.transport.requests[1].url.hasSuffix("&prefix=&continuation-token=t%2F1%3D"))
    }

    @Test("a listing that is cut short is asked for again; one with a document type is refused")
    func badListings() async throws {
        let lab = Lab([
            { _ in .text(200, "<ListBucketResult><IsTruncated>false</IsTr") },
            { _ in .text(200, "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>") }, listing(["k"]),
        ])
        #expect(try await lab.client.list(prefix: "").objects.count == 1)
        let bomb = Lab([{ _ in .text(200, "<!DOCTYPE x [<!ENTITY a \"b\">]><ListBucketResult>&a;</ListBucketResult>") }]
        )
        await expectFailure(.invalidData) { _ = try await bomb.client.list(prefix: "") }
    }

    @Test("deleting what a server does not know is no error")
    func deletions() async throws {
        let lab = Lab([{ _ in HTTPResponse(status: 204) }, error(404, "NoSuchKey"), error(404, "NoSuchBucket")])
        try await lab.client.delete("k")
        try await lab.client.delete("k")
        await expectFailure(.configuration) { try await lab.client.delete("k") }
    }
}

// MARK: - The script's words

/// A client whose network is a script and whose clock does not run.
private final class Lab: Sendable {
    let transport: ScriptedTransport
    let clock: ManualClock
    let keys = RenewableKeys()
    let client: S3Client

    init(
        _ answers: [ScriptedTransport.Answer], fallback: ScriptedTransport.Answer? = nil,
        bucket: S3Bucket = S3Bucket("acme"), now: String = "2026-11-25T10:00:00Z"
    ) {
        transport = ScriptedTransport(answers: answers, fallback: fallback)
        clock = ManualClock(Timestamp(iso8601: now) ?? Timestamp(microseconds: 0))
        client = S3Client(bucket: bucket, credentials: keys, transport: transport, clock: clock, random: { 0.5 })
    }
}

private final class RenewableKeys: CredentialProvider {
    private let count = Mutex(0)
    var invalidations: Int { count.withLock { $0 } }

    func credentials() async throws -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token")
    }

    func invalidate(_ expired: AWSCredentials) async { count.withLock { $0 += 1 } }
}

private let writeIDHeader = "x-amz-meta-hublake-write-id"

private let stored: ScriptedTransport.Answer = { _ in
    HTTPResponse(status: 200, headers: [HTTPHeader("ETag", "\"tag\"")])
}

private let refused: ScriptedTransport.Answer = { _ in
    throw Failure(.transient, "cannot PUT", why: "the connection was reset")
}

private func error(
    _ status: Int, _ code: String, _ headers: [(String, String)] = [], region: String? = nil
) -> ScriptedTransport.Answer {
    let region = region.map { "<Region>\($0)</Region>" } ?? ""
    let body = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Error><Code>\(code)</Code><Message>the words</Message>\(region)<RequestId>4442587FB7D0A2F9</RequestId></Error>
        """
    return { _ in .text(status, body, headers) }
}

private func listing(_ keys: [String], next: String? = nil) -> ScriptedTransport.Answer {
    let items = keys.map {
        "<Contents><Key>\($0)</Key><LastModified>2026-11-25T10:00:00.000Z</LastModified><Size>3</Size></Contents>"
    }
    let token = next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? ""
    let body =
        "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><EncodingType>url</EncodingType>"
        + "<IsTruncated>\(next != nil)</IsTruncated>\(token)\(items.joined())</ListBucketResult>"
    return { _ in .text(200, body) }
}
