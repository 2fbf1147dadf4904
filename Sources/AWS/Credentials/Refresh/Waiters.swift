import Synchronization

/// Callers that wait for somebody else's result; a cancelled one leaves at once.
final class Waiters<Outcome: Sendable>: Sendable {
    private struct State {
        var waiting: [Int: CheckedContinuation<Outcome?, Never>] = [:]
        /// Cancelled before they began to wait.
        var gone: Set<Int> = []
        var next = 0
    }

    private let state = Mutex(State())

    /// Waits for the next ``resume(_:)``, unless `isStillNeeded` says that it has been; throws `CancellationError` when the task is cancelled meanwhile.
    func wait(_ isStillNeeded: @Sendable () -> Bool) async throws -> Outcome? {
        let ticket = state.withLock { state in
            state.next += 1
            return state.next
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Outcome?, Never>) in
                let isLate = state.withLock { state in
                    if state.gone.remove(ticket) != nil { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isLate { return continuation.resume(returning: nil) }
                // The result may have come between the decision to wait and this moment.
                if !isStillNeeded() { release(ticket) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let found = state.waiting.removeValue(forKey: ticket)
                if found == nil { state.gone.insert(ticket) }
                return found
            }
            continuation?.resume(returning: nil)
        }
        state.withLock { _ = $0.gone.remove(ticket) }
        try Task.checkCancellation()
        return outcome
    }

    /// Wakes all that wait.
    func resume(_ outcome: Outcome?) {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }

    private func release(_ ticket: Int) {
        state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(returning: nil)
    }
}
