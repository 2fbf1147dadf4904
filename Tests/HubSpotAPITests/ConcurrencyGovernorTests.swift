import CRM
import Foundations
import HTTP
import Synchronization
import Testing

@testable import HubSpotAPI

@Suite("ConcurrencyGovernor")
struct ConcurrencyGovernorTests {
    @Test(
        "calls in flight follow limit and latency",
        arguments: [(10.0, 300, 12), (25, 300, 30), (19, 100, 8), (25, 2_000, 32)])
    func latency(_ rate: Double, _ milliseconds: Int, _ expected: Int) {
        var governor = ConcurrencyGovernor(rate: 10, most: 32)
        governor.observe(rate: rate)
        for _ in 0..<50 { governor.observe(.answered(.milliseconds(milliseconds)), inFlight: 5) }
        #expect(governor.limit == expected)
    }

    @Test("failures under load halve them, but once for all calls in flight; answers bring them back")
    func backOff() {
        var governor = ConcurrencyGovernor(rate: 25, most: 32)
        for _ in 0..<50 { governor.observe(.answered(.seconds(1)), inFlight: 31) }
        #expect(governor.limit == 32)
        for left in (0..<32).reversed() { governor.observe(.overloaded, inFlight: left) }
        #expect(governor.limit == 16)
        for _ in 0..<20 { governor.observe(.overloaded, inFlight: 0) }
        #expect(governor.limit == 1)
        for _ in 0..<600 { governor.observe(.answered(.seconds(1)), inFlight: 5) }
        #expect(governor.limit == 32)
    }

    @Test(
        "which statuses are about load",
        arguments: [(502, true), (503, true), (504, true), (524, true), (500, false), (429, false), (404, false)])
    func statuses(_ status: Int, _ isOverload: Bool) {
        #expect((ConcurrencyGovernor.Outcome(status: status, after: .zero) == .overloaded) == isOverload)
    }

    @Test("no more general calls are in flight than allowed, and all of a hundred are answered")
    func gate() async throws {
        var limits = HubSpotLimits()
        limits.parallelCalls = 3
        let gauge = InFlightTransport(.json(200, #"{"portalId":1}"#))
        let client = HubSpotClient.testing(gauge, limits: limits)
        let answers = try await (0..<100).mapConcurrently(limit: 20) { _ in try await client.account().portalID }
        #expect(answers.count == 100)
        #expect(gauge.most == 3)
    }

    @Test("a call that is cancelled while it waits gives its place to the next")
    func cancelledWaiter() async throws {
        let gate = CallGate(ConcurrencyGovernor(rate: 1, most: 1))
        try await gate.enter()
        let waiter = Task { try await gate.enter() }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        gate.leave(.unknown)
        try await gate.enter()
    }
}

/// Counts the requests in flight.
private final class InFlightTransport: HTTPTransport {
    private let answer: HTTPResponse
    private let gauge = Mutex((now: 0, most: 0))

    init(_ answer: HTTPResponse) { self.answer = answer }

    var most: Int { gauge.withLock { $0.most } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        gauge.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
        defer { gauge.withLock { $0.now -= 1 } }
        for _ in 0..<3 { await Task.yield() }
        return answer
    }
}
