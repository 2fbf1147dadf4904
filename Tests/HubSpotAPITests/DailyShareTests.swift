import Foundations
import HTTP
import Testing

@testable import HubSpotAPI

@Suite("The day's share")
struct DailyShareTests {
    private static func hubSpot(_ usage: HTTPResponse) -> AnsweringTransport {
        AnsweringTransport { request, _ in
            request.path.hasSuffix("private-apps") ? usage : .json(200, #"{"portalId":1}"#)
        }
    }

    private static func usage(_ limit: Int, used: Int, status: String = "SUCCESS") -> HTTPResponse {
        .json(
            200,
            #"{"results":[{"name":"private-apps-api-calls-daily","usageLimit":\#(limit),"currentUsage":\#(used),"fetchStatus":"\#(status)","resetsAt":"2026-11-25T16:00:00Z"}]}"#
        )
    }

    @Test(
        "a run stops at its share, or at what is left, and says when the day ends",
        arguments: [(0, 10), (17, 3), (20, 0)])
    func share(_ used: Int, _ allowed: Int) async throws {
        let clock = ManualClock("2026-11-25T10:00:00Z")
        let client = HubSpotClient.testing(Self.hubSpot(Self.usage(20, used: used)), clock: clock)
        let usage = try #require(try await client.observeDailyUsage())
        #expect(usage.limit == 20 && usage.used == used)
        for _ in 0..<allowed { _ = try await client.account() }
        let failure = try #require(await failure { _ = try await client.account() })
        #expect(failure.kind == .rateLimited)
        #expect(failure.why.contains("2026-11-25T16:00:00.000Z") && failure.why.contains("50 %"))
        #expect(client.calls.calls == allowed + 1)
        try await clock.sleep(for: .seconds(6 * 3600))
        for _ in 0..<10 { _ = try await client.account() }
    }

    @Test("where HubSpot does not tell, nothing is held back")
    func unknown() async throws {
        let answers: [HTTPResponse] = [
            .json(403, #"{"category":"MISSING_SCOPES"}"#), .json(404, #"{"message":"none"}"#), .page(404),
            .json(200, #"{"results":[]}"#), Self.usage(20, used: 20, status: "TIMEOUT"),
        ]
        for answer in answers {
            let client = HubSpotClient.testing(Self.hubSpot(answer))
            #expect(try await client.observeDailyUsage() == nil)
            for _ in 0..<25 { _ = try await client.account() }
        }
    }

    @Test("Retry-After is read as seconds and as a date, measured against the answer's own clock")
    func retryAfter() {
        let now = Timestamp(iso8601: "2026-11-25T10:00:00Z") ?? Timestamp(microseconds: 0)
        func wait(_ headers: [String: String]) -> Duration? { RetryAfter.duration(.json(503, "", headers), at: now) }
        #expect(wait(["Retry-After": "7"]) == .seconds(7))
        #expect(wait(["Retry-After": "Wed, 25 Nov 2026 10:01:30 GMT"]) == .seconds(90))
        #expect(
            wait(["Retry-After": "Thu, 26 Nov 2026 00:00:05 GMT", "Date": "Thu, 26 Nov 2026 00:00:00 GMT"])
                == .seconds(5))
        #expect(wait(["Retry-After": "Wed, 25 Nov 2026 09:00:00 GMT"]) == .zero)
        #expect(wait(["Retry-After": "-3"]) == .zero)
        #expect(wait(["Retry-After": "soon"]) == nil && wait(["Retry-After": "Wed, 45 Nov 2026 10:00:00 GMT"]) == nil)
        #expect(wait([:]) == nil)
    }
}
