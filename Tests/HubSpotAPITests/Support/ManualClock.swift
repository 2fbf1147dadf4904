import Foundations
import Synchronization

/// A clock that stands still until somebody waits, and then jumps.
final class ManualClock: WallClock {
    private let time: Mutex<Timestamp>

    init(_ start: String = "2026-11-25T10:00:00Z") {
        time = Mutex(Timestamp(iso8601: start) ?? Timestamp(microseconds: 0))
    }

    func now() -> Timestamp { time.withLock { $0 } }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = $0.adding(microseconds: duration.inMicroseconds) }
    }

    /// Seconds since `start`.
    func seconds(since start: Timestamp) -> Double { Double(now().microseconds - start.microseconds) / 1e6 }
}
