import Synchronization

/// How many calls a client has under way at once: all that its callers ask for, until S3 says to slow down.
///
/// Each `SlowDown` halves the number, at most once for the calls that were under way together; each success then raises it a
/// little (additive increase, multiplicative decrease, as TCP does it).
final class S3Pace: Sendable {
    /// The most that is ever allowed.
    static let ceiling = 64.0

    private struct State {
        var limit = S3Pace.ceiling
        /// Rises with each cut, so that calls of before it do not cut again.
        var epoch = 0
        var underWay = 0
        var waiting: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var nextID = 0

        /// Whoever may go now.
        mutating func admit() -> [CheckedContinuation<Void, any Error>] {
            let free = max(0, Int(limit) - underWay)
            let admitted = waiting.prefix(free).map(\.continuation)
            waiting.removeFirst(admitted.count)
            underWay += admitted.count
            return admitted
        }
    }

    private let state = Mutex(State())

    /// How many may be under way now.
    var limit: Int { state.withLock { Int($0.limit) } }

    /// Waits for a place; throws `CancellationError` when the task is cancelled meanwhile. Returns what ``leave(_:throttled:)`` wants.
    func enter() async throws -> Int {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // Decided under the lock, and cancelled tasks are seen here or by the handler, whichever comes second.
                let isAdmitted = state.withLock { state -> Bool? in
                    if Task.isCancelled { return nil }
                    if state.underWay < Int(state.limit) {
                        state.underWay += 1
                        return true
                    }
                    state.waiting.append((id, continuation))
                    return false
                }
                switch isAdmitted {
                case true: continuation.resume()
                case nil: continuation.resume(throwing: CancellationError())
                default: break
                }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).continuation }
            }
            waiter?.resume(throwing: CancellationError())
        }
        return state.withLock { $0.epoch }
    }

    /// Gives the place back.
    ///
    /// - Parameters:
    ///   - epoch: what ``enter()`` returned.
    ///   - throttled: whether S3 asked to slow down; nil when the call says nothing about the pace.
    func leave(_ epoch: Int, throttled: Bool?) {
        let admitted = state.withLock { state in
            state.underWay -= 1
            if throttled == true && epoch == state.epoch {
                state.limit = max(1, min(state.limit, Double(state.underWay + 1)) / 2)
                state.epoch += 1
            } else if throttled == false {
                state.limit = min(Self.ceiling, state.limit + 1 / state.limit)
            }
            return state.admit()
        }
        for continuation in admitted { continuation.resume() }
    }
}
