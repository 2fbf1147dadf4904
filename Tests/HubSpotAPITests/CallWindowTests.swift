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

    @Test(
        "uses up the rolling limit: no call is refused, and 2,000 calls take no more than 1.1 times the floor",
        arguments: [100, 190, 250], [0.0, 0.3, 0.45])
    func floor(_ limit: Int, _ latency: Double) {
        var generator = SeededGenerator(seed: UInt64(limit))
        var window = CallWindow(limit: limit, window: .seconds(10), allowance: .milliseconds(500))
        var hubSpot = RollingLimit(limit: limit)
        var events: [(at: Int64, event: Event)] = []
        var now: Int64 = 0
        var last: Int64 = 0
        var sent = 0
        let calls = 2_000
        while sent < calls || !events.isEmpty {
            events.sort { $0.at < $1.at }
            while let next = events.first, next.at <= now {
                events.removeFirst()
                switch next.event {
                case .arrival: hubSpot.receive(at: next.at)
                case .answer(let ticket):
                    window.settle(ticket, at: Timestamp(microseconds: next.at))
                    last = next.at
                }
            }
            guard sent < calls else {
                now = events.first?.at ?? now
                continue
            }
            switch window.request(at: Timestamp(microseconds: now)) {
            case .granted(let ticket):
                sent += 1
                let trip = Int64(latency * Double.random(in: 0.5...1.1, using: &generator) * 1e6) + 1_000
                events.append((now + Int64.random(in: 1...trip, using: &generator), .arrival))
                events.append((now + trip, .answer(ticket: ticket)))
                now += 1_000
            case .wait(let wait):
                now = min(now + wait.inMicroseconds, max(now + 1, events.map(\.at).min() ?? .max))
            }
        }
        #expect(hubSpot.refused == 0)
        let floor = Double((calls - 1) / limit) * 10
        #expect(Double(last) / 1e6 <= 1.1 * floor, "\(Double(last) / 1e6) s, floor \(floor) s")
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
