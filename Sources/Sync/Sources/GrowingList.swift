import Foundations
import Synchronization

/// What one task finds out bit by bit, while others already work with what is known. Elements are never changed or taken away.
final class GrowingList<Element: Sendable>: Sendable {
    private struct Reader: Sendable {
        var wanted: Int
        var continuation: CheckedContinuation<Void, any Error>
    }

    private enum End: Sendable {
        case complete
        case failed(Failure)
    }

    private struct State: Sendable {
        var elements: [Element] = []
        var end: End?
        var readers: [Int: Reader] = [:]
        var arrivals = 0

        /// Those who need not wait any longer.
        mutating func served() -> [CheckedContinuation<Void, any Error>] {
            let served = readers.filter { end != nil || elements.count >= $0.value.wanted }
            for id in served.keys { readers[id] = nil }
            return served.values.map(\.continuation)
        }
    }

    private let state = Mutex(State())

    /// Adds what was found out.
    func append(_ more: [Element]) { change { $0.elements += more } }

    /// There is no more; what came first, this or ``fail(_:)``, counts.
    func finish() { change { $0.end = $0.end ?? .complete } }

    /// It cannot be found out; readers are told so.
    func fail(_ failure: Failure) { change { $0.end = $0.end ?? .failed(failure) } }

    /// The elements at `positions`, fewer only where there are no more; waits until they are known.
    func elements(_ positions: Range<Int>) async throws -> [Element] {
        try await elements(positions, atLeast: positions.count)
    }

    /// Those of the elements at `positions` that are known, once they are `least`; fewer only where there are no more.
    func elements(_ positions: Range<Int>, atLeast least: Int) async throws -> [Element] {
        let wanted = positions.lowerBound + least
        while true {
            let known: [Element]? = try state.withLock { state in
                if case .failed(let failure) = state.end { throw failure }
                guard state.end != nil || state.elements.count >= wanted else { return nil }
                return Array(state.elements[positions.clamped(to: 0..<state.elements.count)])
            }
            if let known { return known }
            try await wait(for: wanted)
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let served = state.withLock { state in
            body(&state)
            return state.served()
        }
        for reader in served { reader.resume() }
    }

    private func wait(for count: Int) async throws {
        let id = state.withLock { state in
            state.arrivals += 1
            return state.arrivals
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    // A cancellation that came before this found nobody to wake.
                    guard !Task.isCancelled else { return true }
                    state.readers[id] = Reader(wanted: count, continuation: continuation)
                    return false
                }
                if isCancelled { return continuation.resume(throwing: CancellationError()) }
                change { _ in }
            }
        } onCancel: {
            let reader = state.withLock { $0.readers.removeValue(forKey: id) }
            reader?.continuation.resume(throwing: CancellationError())
        }
    }
}
