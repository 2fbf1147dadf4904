import Foundations
import Synchronization
import Testing

@testable import AWS

@Suite("S3Pace")
struct S3PaceTests {
    @Test("one slow-down of many calls together halves once; successes raise again")
    func halving() async throws {
        let pace = S3Pace()
        var places: [Int] = []
        for _ in 0..<20 { places.append(try await pace.enter()) }
        for place in places { pace.leave(place, throttled: true) }
        #expect(pace.limit == 10)
        pace.leave(try await pace.enter(), throttled: true)
        #expect(pace.limit == 1)
        pace.leave(try await pace.enter(), throttled: false)
        #expect(pace.limit == 2)
        for _ in 0..<4000 { pace.leave(try await pace.enter(), throttled: false) }
        #expect(pace.limit == 64)
    }

    @Test("no more than the limit are under way, all get their turn, and a cancelled one leaves the queue")
    func queue() async throws {
        let pace = S3Pace()
        pace.leave(try await pace.enter(), throttled: true)
        #expect(pace.limit == 1)
        let peak = Peak()
        let first = try await pace.enter()
        let cancelled = Task { _ = try await pace.enter() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let place = try await pace.enter()
                    peak.enter()
                    await Task.yield()
                    peak.leave()
                    pace.leave(place, throttled: nil)
                }
            }
            pace.leave(first, throttled: nil)
            try await group.waitForAll()
        }
        #expect(peak.most == 1 && peak.done == 50)
    }
}

private final class Peak: Sendable {
    private struct State {
        var now = 0
        var most = 0
        var done = 0
    }

    private let state = Mutex(State())
    var most: Int { state.withLock { $0.most } }
    var done: Int { state.withLock { $0.done } }

    func enter() {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
    }

    func leave() {
        state.withLock { state in
            state.now -= 1
            state.done += 1
        }
    }
}
