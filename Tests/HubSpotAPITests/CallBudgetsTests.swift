import CRM
import Foundations
import HTTP
import HubSpotAPI
import Synchronization
import TestSupport
import Testing

@Suite("CallBudgets")
struct CallBudgetsTests {
    @Test("never sends more than the limit in any ten seconds, and tells the waits")
    func general() async throws {
        let clock = ManualClock()
        let times = Mutex<[Timestamp]>([])
        let transport = AnsweringTransport { _, _ in
            times.withLock { $0.append(clock.now()) }
            return .json(200, #"{"portalId":1}"#)
        }
        let client = HubSpotClient.testing(transport, clock: clock)
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<400 {
            _ = try await client.account()
            try await clock.sleep(for: .milliseconds(Int.random(in: 0...90, using: &generator)))
        }
        #expect(mostInAnyWindow(times.withLock { $0 }, seconds: 10) == 100)
        #expect(Set(client.calls.waits.keys) == [.generalBudget])
    }

    @Test("takes the limit from the answers' headers")
    func headers() async throws {
        let clock = ManualClock()
        let start = clock.now()
        let answer = HTTPResponse.json(
            200, #"{"portalId":1}"#,
            ["X-HubSpot-RateLimit-Max": "190", "X-HubSpot-RateLimit-Interval-Milliseconds": "10000"])
        let client = HubSpotClient.testing(AnsweringTransport(answer), clock: clock)
        for _ in 0..<190 { _ = try await client.account() }
        #expect(clock.seconds(since: start) == 0)
        _ = try await client.account()
        #expect(clock.seconds(since: start) >= 9.9)
    }

    @Test("learns the association limit from the general one, and counts associations apart")
    func associations() async throws {
        let clock = ManualClock()
        let start = clock.now()
        let transport = AnsweringTransport { request, _ in
            request.path.hasSuffix("details")
                ? .json(200, #"{"portalId":1}"#, ["X-HubSpot-RateLimit-Max": "190"]) : .json(200, #"{"results":[]}"#)
        }
        let client = HubSpotClient.testing(transport, clock: clock)
        let pair = AssociationPair(from: .contacts, to: .deals)
        for _ in 0..<100 { _ = try await client.account() }
        for _ in 0..<150 { _ = try await client.associationDefinitions(pair) }
        #expect(clock.seconds(since: start) == 0)
        _ = try await client.associationDefinitions(pair)
        #expect(client.calls.waits.keys.map(\.self) == [.associationBudget])
    }

    /// The largest number of moments in any window that is open on its left.
    private func mostInAnyWindow(_ times: [Timestamp], seconds: Int64) -> Int {
        times.map { end in times.count { $0 <= end && $0 > end.adding(seconds: -seconds) } }.max() ?? 0
    }
}
