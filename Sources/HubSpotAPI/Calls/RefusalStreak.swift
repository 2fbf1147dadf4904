/// What a 429 means for all other calls on its budget.
///
/// ``CallWindow`` keeps us inside the limit, so a lone refusal is a slip of HubSpot's, or one slot taken by somebody else: its call
/// alone tries again, a moment later. When HubSpot asks for a wait, or refuses call after call, the limit is really used up, and
/// then more calls would only be refused too. A pure state machine.
struct RefusalStreak: Sendable {
    /// How long to wait, and who.
    struct Pause: Sendable, Hashable {
        var duration: Duration
        /// Whether the whole budget waits, and not just the refused call.
        var closesBudget: Bool
    }

    /// Refusals in a row that are taken for an exhausted limit.
    private static let exhausting = 3
    private var length = 0

    /// A call was answered.
    mutating func end() { length = 0 }

    /// A call was refused; `asked` is the wait that the answer names.
    mutating func refused(asked: Duration?, window: Duration) -> Pause {
        length += 1
        if let asked { return Pause(duration: asked, closesBudget: true) }
        guard length < Self.exhausting else { return Pause(duration: window, closesBudget: true) }
        return Pause(duration: min(.seconds(1), window), closesBudget: false)
    }
}
