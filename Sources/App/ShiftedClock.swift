import Foundations

/// A clock that goes at another one's pace, ahead of it: with it, tests let days pass between two runs.
struct ShiftedClock: WallClock {
    let base: any WallClock
    let microseconds: Int64

    /// `base`, ahead by as many seconds as `HUBLAKE_CLOCK_OFFSET` says; `base` itself where it says none.
    static func ahead(of base: any WallClock, _ environment: [String: String]) -> any WallClock {
        guard let seconds = environment["HUBLAKE_CLOCK_OFFSET"].flatMap(Int64.init), seconds != 0 else { return base }
        return ShiftedClock(base: base, microseconds: seconds * 1_000_000)
    }

    func now() -> Timestamp { Timestamp(microseconds: base.now().microseconds + microseconds) }

    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }
}
