import Foundations

/// What a 429 means for all other calls on its budget.
///
/// ``CallWindow`` keeps us inside the limit, so a lone refusal is a slip of HubSpot's, or one place taken by somebody else: its call
/// alone tries again, a moment later. Refused again and again without an answer in between, all calls pause, each time twice as
/// long, up to the limit's window. A wait that HubSpot asks for is everybody's at once. A pure state machine.
struct RefusalStreak: Sendable {
    /// How long to wait, and who.
    struct Pause: Sendable, Hashable {
        var duration: Duration
        /// Whether the whole budget waits, and not just the refused call.
        var closesBudget: Bool
    }

    /// Refusals in a row that no longer look like a slip.
    private static let telling = 3
    private var length = 0
    private var pause = Duration.zero
    private var closedUntil: Timestamp?

    /// A call was answered.
    mutating func end() {
        length = 0
        pause = .zero
    }

    /// A call was refused at `now`; `asked` is the wait that the answer names.
    mutating func refused(asked: Duration?, window: Duration, at now: Timestamp) -> Pause {
        if let asked { return close(for: asked, at: now) }
        length += 1
        // Calls that were in flight when the budget closed say nothing new.
        let isStale = closedUntil.map { now < $0 } ?? false
        guard length >= Self.telling, !isStale else {
            return Pause(duration: min(.seconds(1), window), closesBudget: false)
        }
        pause = min(window, max(.seconds(1), pause * 2))
        return close(for: pause, at: now)
    }

    private mutating func close(for duration: Duration, at now: Timestamp) -> Pause {
        closedUntil = now.adding(microseconds: duration.inMicroseconds)
        return Pause(duration: duration, closesBudget: true)
    }
}
