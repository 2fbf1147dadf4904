import Foundations

/// The calls of a rolling window: HubSpot's burst limits count what was sent in the last ten seconds, or the last one.
struct RollingLog: Sendable {
    let limit: Int
    let windowMilliseconds: Int64
    private var times: [Timestamp] = []

    /// A limit of 0 refuses nothing.
    init(limit: Int, windowMilliseconds: Int64) {
        self.limit = limit
        self.windowMilliseconds = windowMilliseconds
    }

    /// Calls that the window still holds.
    var remaining: Int { max(0, limit - times.count) }

    /// Counts a call, or refuses it. Refused calls do not count.
    mutating func admit(at now: Timestamp) -> Bool {
        guard limit > 0 else { return true }
        let start = now.microseconds - windowMilliseconds * 1000
        times.removeAll { $0.microseconds <= start }
        guard times.count < limit else { return false }
        times.append(now)
        return true
    }
}
