import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport
import Testing

/// What AWS answers and no server for tests does, played by a script.
@Suite("S3Client: retries")
struct S3RetryTests {
    @Test("a slow-down and a broken connection are tried again, with growing pauses")
    func retries() async throws {
        let lab = S3Lab([refusal(503, "SlowDown"), connectionReset, refusal(500, "InternalError"), stored])
        #expect(try await lab.client.put("k", [1]).entityTag == "\"tag\"")
        // Half of the longest pause each: 1 s throttled; 50 ms doubled twice and three times.
        #expect(lab.clock.sleeps == [.milliseconds(500), .milliseconds(50), .milliseconds(100)])
    }

    @Test("S3's own wish for a pause is honoured, up to five seconds more than ours")
    func askedPause() async throws {
        let lab = S3Lab([
            refusal(503, "SlowDown", [("x-amz-retry-after", "2000")]),
            refusal(503, "SlowDown", [("x-amz-retry-after", "900000")]),
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
        let lab = S3Lab([], fallback: refusal(status, code))
        let failure = await #expect(throws: S3Failure.self) { try await lab.client.list(prefix: "x/") }
        #expect(failure?.failure.kind == kind && failure?.failure.why.contains("after 9 attempts") == true)
        #expect(lab.transport.requests.count == 9)
    }

    @Test("a client in trouble stops retrying every call: its retries are a budget")
    func budget() async {
        let lab = S3Lab([], fallback: refusal(500, "InternalError"))
        for _ in 0..<10 { _ = await #expect(throws: S3Failure.self) { try await lab.client.list(prefix: "x/") } }
        // 35 retries of 14 tokens are all that 500 pay for.
        #expect(lab.transport.requests.count == 10 + 35)
    }

    @Test(
        "refusals are not tried again",
        arguments: [
            (403, "AccessDenied"), (404, "NoSuchBucket"), (403, "InvalidAccessKeyId"), (400, "InvalidRequest"),
        ])
    func final(status: Int, code: String) async {
        let lab = S3Lab([refusal(status, code)])
        let failure = await #expect(throws: S3Failure.self) { try await lab.client.put("k", [1]) }
        #expect(lab.transport.requests.count == 1)
        #expect(failure?.error?.code == code && failure?.error?.status == status)
    }

    @Test("a 200 whose body is an error is an error")
    func errorIn200() async throws {
        let lab = S3Lab([refusal(200, "InternalError"), stored])
        _ = try await lab.client.put("k", [1])
        #expect(lab.transport.requests.count == 2)
    }

    @Test("a probe's client sends once what would be tried again")
    func probes() async throws {
        let lab = S3Lab([], fallback: refusal(503, "SlowDown", [("x-amz-id-2", "host")]))
        var probe = lab.client
        probe.retry = .once
        let failure = await #expect(throws: S3Failure.self) { try await probe.list(prefix: "x/") }
        #expect(lab.transport.requests.count == 1 && failure?.attempts == 1)
        #expect(failure?.error?.code == "SlowDown" && failure?.error?.hostID == "host")
        #expect(lab.clock.sleeps.isEmpty)
    }
}
