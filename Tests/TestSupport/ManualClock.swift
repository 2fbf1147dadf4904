public import Foundations
import Synchronization

/// A clock that moves only when somebody sleeps on it or moves it: waits take no time, and can be read afterwards.
public final class ManualClock: WallClock {
    private struct State {
        var now: Timestamp
        var sleeps: [Duration] = []
    }

    private let state: Mutex<State>

    /// A clock that stands at `now`.
    public init(_ now: Timestamp = Timestamp(microseconds: 1_790_000_000_000_000)) {
        state = Mutex(State(now: now))
    }

    /// All waits so far, in order.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Where the clock stands.
    public func now() -> Timestamp { state.withLock { $0.now } }

    /// Moves the clock by `duration` and returns at once.
    public func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        advance(by: duration, recorded: true)
    }

    /// Moves the clock by `duration`.
    public func advance(by duration: Duration) { advance(by: duration, recorded: false) }

    private func advance(by duration: Duration, recorded: Bool) {
        let (seconds, attoseconds) = duration.components
        state.withLock { state in
            state.now.microseconds += seconds * 1_000_000 + attoseconds / 1_000_000_000_000
            if recorded { state.sleeps.append(duration) }
        }
    }
}
