import Foundations
import Synchronization

/// Lets as many calls of one budget through at once as its governor says; the others wait in the order of their coming.
final class CallGate: Sendable {
    private struct State: Sendable {
        var governor: ConcurrencyGovernor
        var inFlight = 0
        var waiting: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var arrivals = 0

        /// Those that may go now.
        mutating func admitted() -> [CheckedContinuation<Void, any Error>] {
            let count = max(0, min(governor.limit - inFlight, waiting.count))
            inFlight += count
            defer { waiting.removeFirst(count) }
            return waiting.prefix(count).map(\.continuation)
        }
    }

    private let state: Mutex<State>

    init(_ governor: ConcurrencyGovernor) { state = Mutex(State(governor: governor)) }

    /// Returns once the call may start, and then it must ``leave(_:)``. Throws `CancellationError` if it has not entered.
    func enter() async throws {
        let id = state.withLock { state in
            state.arrivals += 1
            return state.arrivals
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let admitted: [CheckedContinuation<Void, any Error>]? = state.withLock { state in
                    // A cancellation that came before this found nobody to wake.
                    guard !Task.isCancelled else { return nil }
                    state.waiting.append((id, continuation))
                    return state.admitted()
                }
                guard let admitted else { return continuation.resume(throwing: CancellationError()) }
                for next in admitted { next.resume() }
            }
        } onCancel: {
            let cancelled = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).continuation }
            }
            cancelled?.resume(throwing: CancellationError())
        }
    }

    /// A call that entered has ended.
    func leave(_ outcome: ConcurrencyGovernor.Outcome) {
        let admitted = state.withLock { state in
            state.inFlight -= 1
            state.governor.observe(outcome, inFlight: state.inFlight)
            return state.admitted()
        }
        for next in admitted { next.resume() }
    }

    /// Takes over the limit that HubSpot states, in calls per second.
    func observe(rate: Double) {
        let admitted = state.withLock { state in
            state.governor.observe(rate: rate)
            return state.admitted()
        }
        for next in admitted { next.resume() }
    }
}
