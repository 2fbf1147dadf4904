import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport
import Testing

/// What AWS answers and no server for tests does, played by a script.
@Suite("S3Client: corrections")
struct S3CorrectionTests {
    @Test("a clock that is off is corrected from the answer, once and for good")
    func clock() async throws {
        let late = refusal(403, "RequestTimeTooSkewed", [("Date", "Sat, 02 Jan 2027 04:00:00 GMT")])
        let lab = S3Lab([late, stored, stored], now: "2027-01-02T03:00:00Z")
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
        let skewed = refusal(403, "SignatureDoesNotMatch", [("Date", "Sat, 02 Jan 2027 03:05:00 GMT")])
        let lab = S3Lab([skewed, stored], now: "2027-01-02T03:00:00Z")
        _ = try await lab.client.put("k", [1])
        let even = refusal(403, "SignatureDoesNotMatch", [("Date", "Sat, 02 Jan 2027 03:01:00 GMT")])
        let wrong = S3Lab([even], now: "2027-01-02T03:00:00Z")
        await expectFailure(.authorization) { _ = try await wrong.client.put("k", [1]) }
    }

    @Test("a clock that cannot be corrected is the machine's fault")
    func hopelessClock() async {
        let late = refusal(403, "RequestTimeTooSkewed", [("Date", "Sat, 02 Jan 2027 04:00:00 GMT")])
        let lab = S3Lab([late, late], now: "2027-01-02T03:00:00Z")
        let failure = await #expect(throws: S3Failure.self) { _ = try await lab.client.put("k", [1]) }
        #expect(failure?.failure.kind == .configuration && failure?.failure.remedy?.contains("clock") == true)
    }

    @Test("the bucket's true region is learnt from AWS and kept")
    func region() async throws {
        let answers: [ScriptedTransport.Answer] = [
            refusal(400, "AuthorizationHeaderMalformed", region: "eu-west-1"),
            refusal(301, "PermanentRedirect", [("x-amz-bucket-region", "eu-west-1")]),
            { _ in HTTPResponse(status: 400, headers: [HTTPHeader("x-amz-bucket-region", "eu-west-1")]) },
        ]
        for answer in answers {
            let lab = S3Lab([answer, stored, stored])
            _ = try await lab.client.put("k", [1])
            _ = try await lab.client.put("k", [1])
            let requests = lab.transport.requests
            #expect(requests.dropFirst().allSatisfy { $0.url == "https://acme.s3.eu-west-1.amazonaws.com/k" })
            #expect(requests.dropFirst().allSatisfy { $0.header("Authorization")?.contains("/eu-west-1/s3/") == true })
        }
    }

    @Test("another server's redirect is not followed, but the region is named")
    func foreignRedirect() async {
        let lab = S3Lab(
            [refusal(301, "PermanentRedirect", region: "eu-west-1")],
            bucket: S3Bucket("acme", endpoint: HTTPOrigin(url: "https://s3.example.com")))
        let failure = await #expect(throws: S3Failure.self) { _ = try await lab.client.put("k", [1]) }
        #expect(failure?.failure.kind == .configuration && failure?.failure.remedy?.contains("eu-west-1") == true)
    }

    @Test("expired keys are fetched again, once")
    func expired() async throws {
        let keys = RenewableKeys()
        let lab = S3Lab([refusal(400, "ExpiredToken"), stored], keys: keys)
        _ = try await lab.client.put("k", [1])
        #expect(keys.invalidations == 1)
        let hopeless = S3Lab([refusal(400, "ExpiredToken"), refusal(400, "ExpiredToken")])
        await expectFailure(.authorization) { _ = try await hopeless.client.put("k", [1]) }
    }

    @Test("a refused HEAD has no body: 400 may mean the keys, 403 the clock")
    func bareHeads() async throws {
        let found = HTTPResponse(
            status: 200, headers: [HTTPHeader("ETag", "\"t\""), HTTPHeader("Content-Length", "1")])
        let keys = RenewableKeys()
        let expired = S3Lab([{ _ in HTTPResponse(status: 400) }, { _ in found }], keys: keys)
        #expect(try await expired.client.head("k").size == 1)
        #expect(keys.invalidations == 1)
        let late = HTTPResponse(status: 403, headers: [HTTPHeader("Date", "Sat, 02 Jan 2027 04:00:00 GMT")])
        let skewed = S3Lab([{ _ in late }, { _ in found }], now: "2027-01-02T03:00:00Z")
        #expect(try await skewed.client.head("k").size == 1)
        #expect(skewed.client.clockOffset == .seconds(3600))
    }

    @Test("a redirect that names no region: an unsigned HEAD does")
    func unnamedRegion() async throws {
        let lab = S3Lab([
            { _ in HTTPResponse(status: 301) },
            { _ in HTTPResponse(status: 403, headers: [HTTPHeader("x-amz-bucket-region", "eu-west-1")]) }, stored,
        ])
        try await lab.client.put("k", [1])
        let requests = lab.transport.requests
        #expect(requests[1].method == "HEAD" && requests[1].url == "https://s3.us-east-1.amazonaws.com/acme")
        #expect(requests[1].header("Authorization") == nil)
        #expect(requests[2].url == "https://acme.s3.eu-west-1.amazonaws.com/k")
    }

    @Test("a region that nobody named is looked up once, before the first call")
    func unknownRegion() async throws {
        let head: ScriptedTransport.Answer = { _ in
            HTTPResponse(status: 403, headers: [HTTPHeader("x-amz-bucket-region", "ap-south-1")])
        }
        let lab = S3Lab([head, stored, stored], bucket: S3Bucket("acme"))
        try await lab.client.put("k", [1])
        try await lab.client.put("k", [1])
        #expect(lab.transport.requests.map(\.method) == ["HEAD", "PUT", "PUT"])
        #expect(lab.client.bucket.region == "ap-south-1")
        // Where that fails, the guess must do, and the call's own refusal tells.
        let offline = S3Lab([connectionReset, stored], bucket: S3Bucket("acme"))
        try await offline.client.put("k", [1])
        #expect(offline.client.bucket.region == "us-east-1")
    }

    @Test(
        "what an unsigned HEAD tells, whatever its status",
        arguments: [
            (200, "eu-west-1", S3Location.region("eu-west-1")), (301, "eu-west-1", .region("eu-west-1")),
            (307, "eu-west-1", .region("eu-west-1")), (400, "eu-west-1", .region("eu-west-1")),
            (403, "eu-west-1", .region("eu-west-1")), (404, "", .noSuchBucket), (403, "", .unknown(status: 403)),
        ])
    func locations(status: Int, region: String, location: S3Location) async throws {
        let headers = region.isEmpty ? [] : [HTTPHeader("x-amz-bucket-region", region)]
        let lab = S3Lab([{ _ in HTTPResponse(status: status, headers: headers) }])
        #expect(try await lab.client.locate() == location)
    }
}
