import Foundations
import TestSupport
import Testing

@testable import HubSpotAPI

@Suite("CallWindow")
struct CallWindowTests {
    /// HubSpot's side: refuses a call that arrives while the last ten seconds hold `limit` others.
    private struct RollingLimit {
        let limit: Int
        var arrivals: [Int64] = []
        var refused = 0

        mutating func receive(at moment: Int64) {
            arrivals.removeAll { $0 <= moment - 10_000_000 }
            if arrivals.count < limit { arrivals.append(moment) } else { refused += 1 }
        }
    }

    /// Something that happens at a moment: a call is sent, arrives, or is answered.
    private enum Event {
        case arrival
        case answer(ticket: Int)
    }

    /// The ways of a call: from its permit to the moment that HubSpot counts it, and from then to its answer; in seconds.
    private typealias Ways = (inout SeededGenerator) -> (there: Double, back: Double)

    /// What became of many calls that were sent as soon as they were permitted.
    private struct Run {
        var hubSpot: RollingLimit
        /// When the last call was answered.
        var seconds = 0.0
        /// The time that the calls take at least.
        var floor: Double
    }

    private func run(_ limit: Int, calls: Int = 2_000, seed: UInt64 = 7, ways: Ways) -> Run {
        var generator = SeededGenerator(seed: seed)
        var window = CallWindow(limit: limit, window: .seconds(10), allowance: .seconds(1))
        var run = Run(hubSpot: RollingLimit(limit: limit), floor: Double((calls - 1) / limit) * 10)
        var events: [(at: Int64, event: Event)] = []
        var now: Int64 = 0
        var sent = 0
        while sent < calls || !events.isEmpty {
            events.sort { $0.at < $1.at }
            while let next = events.first, next.at <= now {
                events.removeFirst()
                switch next.event {
                case .arrival:
                    let refused = run.hubSpot.refused
                    run.hubSpot.receive(at: next.at)
                    if run.hubSpot.refused > refused { window.refused() }
                case .answer(let ticket):
                    window.settle(ticket, at: Timestamp(microseconds: next.at))
                    run.seconds = Double(next.at) / 1e6
                }
            }
            // About as many in flight as the governor allows.
            guard sent < calls, events.count < 32 else {
                now = events.first?.at ?? now
                continue
            }
            switch window.request(at: Timestamp(microseconds: now)) {
            case .granted(let ticket):
                sent += 1
                let (there, back) = ways(&generator)
                events.append((now + Int64(there * 1e6) + 1, .arrival))
                events.append((now + Int64((there + back) * 1e6) + 2, .answer(ticket: ticket)))
                now += 1_000
            case .wait(let wait):
                now = min(now + wait.inMicroseconds, max(now + 1, events.map(\.at).min() ?? .max))
            }
        }
        return run
    }

    @Test(
        "uses up the rolling limit: no call is refused and no window grows by the latency, wherever in a call HubSpot counts it",
        arguments: [100, 190, 250], [(0.0, 0.0), (0.3, 0.0), (0.0, 0.3), (0.2, 0.25)])
    func floor(_ limit: Int, _ latency: (there: Double, back: Double)) {
        // The last window has one call, so the floor leaves no time to send the others of a window.
        let run = run(limit, calls: 20 * limit + 1) { generator in
            // Some are held up.
            let delay = Double.random(in: 0...1, using: &generator) < 0.05 ? 0.5 : 0.01
            return (
                latency.there + Double.random(in: 0...delay, using: &generator),
                latency.back + Double.random(in: 0...delay, using: &generator)
            )
        }
        #expect(run.hubSpot.refused == 0)
        #expect(run.seconds <= run.floor * 1.01, "\(run.seconds) s, floor \(run.floor) s")
    }

    @Test(
        "few calls are refused where the ways follow no rule, or become shorter",
        arguments: 1...5 as ClosedRange<UInt64>)
    func surprise(_ seed: UInt64) {
        let erratic = run(190, seed: seed) { generator in
            let trip = Double.random(in: 0.1...0.5, using: &generator)
            let there = Double.random(in: 0...trip, using: &generator)
            return (there, trip - there)
        }
        var calls = 0
        let shorter = run(190, seed: seed) { _ in
            calls += 1
            return calls < 1_000 ? (0.3, 0.1) : (0.1, 0.1)
        }
        for run in [erratic, shorter] {
            #expect(run.hubSpot.refused <= 20, "\(run.hubSpot.refused) of 2,000 were refused")
            #expect(run.seconds <= run.floor * 1.1, "\(run.seconds) s, floor \(run.floor) s")
        }
    }

    @Test("a slow answer keeps its own place longer and no other")
    func slow() {
        var window = CallWindow(limit: 2, window: .seconds(10), allowance: .seconds(1))
        let start = Timestamp(microseconds: 0)
        #expect(window.request(at: start) == .granted(ticket: 0))
        #expect(window.request(at: start) == .granted(ticket: 1))
        window.settle(1, at: Timestamp(microseconds: 200_000))
        window.settle(0, at: Timestamp(microseconds: 900_000))
        #expect(window.request(at: Timestamp(microseconds: 1_000_000)) == .wait(.milliseconds(9_020)))
        #expect(window.request(at: Timestamp(microseconds: 10_020_000)) == .granted(ticket: 2))
        #expect(window.request(at: Timestamp(microseconds: 10_020_000)) == .wait(.milliseconds(700)))
    }

    @Test("after a refusal a place is free only one window after the answer")
    func refused() {
        var window = CallWindow(limit: 1, window: .seconds(10), allowance: .seconds(1))
        _ = window.request(at: Timestamp(microseconds: 0))
        window.refused()
        window.settle(0, at: Timestamp(microseconds: 300_000))
        #expect(window.request(at: Timestamp(microseconds: 300_000)) == .wait(.seconds(10)))
    }

    @Test("a call that gets no answer leaves the window all the same")
    func unanswered() {
        var window = CallWindow(limit: 1, window: .seconds(10), allowance: .milliseconds(500))
        let start = Timestamp(microseconds: 0)
        #expect(window.request(at: start) == .granted(ticket: 0))
        #expect(window.request(at: start) == .wait(.milliseconds(10_500)))
        #expect(window.request(at: Timestamp(microseconds: 10_500_000)) == .granted(ticket: 1))
    }

    @Test("100,000 calls in a window of their own size leave no trace of those before")
    func manyCalls() {
        var window = CallWindow(limit: 1_000, window: .seconds(1), allowance: .zero)
        for call in 0..<100_000 {
            let now = Timestamp(microseconds: Int64(call) * 1_000)
            guard case .granted(let ticket) = window.request(at: now) else {
                Issue.record("a permit was refused at \(call)")
                return
            }
            #expect(ticket == call)
            window.settle(ticket, at: now)
        }
    }
}
