import Foundations
import ObjectStore
import TestSupport
import Testing

@testable import Sync

@Suite("Lease")
struct LeaseTests {
    private let clock = ManualClock(SystemWallClock().now())

    private func run() -> RunID {
        var random = SystemRandomNumberGenerator()
        return RunID(start: clock.now(), using: &random)
    }

    @Test("while one maintains, another is told by whom; afterwards the lease is gone")
    func reserves() async throws {
        let store = MemoryStore(clock: clock)
        let first = run()
        let answer = try await Destination.reserve(store, for: first, work: "maintain", StandingClock()) { now in
            #expect(now == clock.now())
            let failure = await #expect(throws: Failure.self) {
                try await Destination.reserve(store, for: run(), work: "purge", StandingClock()) { _ in
                    Issue.record("two at once")
                }
            }
            #expect(failure?.kind == .conflict)
            #expect(failure?.why.hasPrefix("the maintain \(first), begun at ") == true)
            return 7
        }
        #expect(answer == 7)
        #expect(try await store.listAll("").isEmpty)
    }

    @Test("what fails meanwhile gives the lease back")
    func givesBack() async throws {
        let store = MemoryStore(clock: clock)
        await #expect(throws: Failure.self) {
            try await Destination.reserve(store, for: run(), work: "maintain", StandingClock()) { _ in
                throw Failure(.transient, "cannot", why: "test")
            }
        }
        #expect(try await store.listAll("").isEmpty)
    }
}

/// A clock on which a wait ends only by being cancelled: the lease is not renewed meanwhile.
private struct StandingClock: WallClock {
    func now() -> Timestamp { Timestamp(microseconds: 0) }
    func sleep(for duration: Duration) async throws { try await Task.sleep(for: .seconds(3_600)) }
}
