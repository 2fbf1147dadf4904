import Foundations
import Synchronization

/// A clock that can be set forward or back while it goes on with another one's pace.
final class MovableClock: WallClock {
    private let base: any WallClock
    private let offset = Mutex<Int64>(0)

    init(_ base: any WallClock) { self.base = base }

    func now() -> Timestamp {
        let offset = offset.withLock { $0 }
        return Timestamp(microseconds: base.now().microseconds + offset)
    }

    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }

    func advance(by duration: Duration) {
        offset.withLock { $0 += Int64(duration.inSeconds * 1_000_000) }
    }

    func move(to moment: Timestamp) {
        let base = base.now().microseconds
        offset.withLock { $0 = moment.microseconds - base }
    }
}
