import Foundations

/// A clock that is ahead of another. Tests set `HUBLAKE_CLOCK_AHEAD` to let days pass between two runs.
struct ShiftedClock: WallClock {
    private let base: any WallClock
    private let seconds: Int64

    init(_ base: any WallClock, ahead seconds: Int64) {
        self.base = base
        self.seconds = seconds
    }

    func now() -> Timestamp { base.now().adding(seconds: seconds) }

    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }

    /// `clock`, or the one that `HUBLAKE_CLOCK_AHEAD` (in seconds) asks for; throws `configuration` for what is no number.
    static func shifting(_ clock: any WallClock, _ environment: [String: String]) throws -> any WallClock {
        guard let text = environment["HUBLAKE_CLOCK_AHEAD"], !text.isEmpty else { return clock }
        guard let seconds = Int64(text) else {
            throw Failure(
                .configuration, "cannot use HUBLAKE_CLOCK_AHEAD", why: "it is not a number of seconds",
                remedy: "Unset it: it is for tests.")
        }
        return ShiftedClock(clock, ahead: seconds)
    }
}
