/// How often and how long to try again: full-jitter exponential back-off, bounded by attempts and by elapsed time.
///
/// A value without clock or randomness of its own: the caller passes both, so every decision can be tested.
public struct RetrySchedule: Sendable, Hashable {
    /// The longest wait of the first retry; each further one may wait twice as long.
    public var base: Duration
    /// The longest single wait, unless the peer asked for more.
    public var ceiling: Duration
    /// Attempts in all, the first included.
    public var attempts: Int
    /// No retry starts later than this after the first attempt.
    public var patience: Duration

    /// A schedule; see the properties.
    public init(base: Duration, ceiling: Duration, attempts: Int, patience: Duration) {
        self.base = base
        self.ceiling = ceiling
        self.attempts = attempts
        self.patience = patience
    }

    /// How long to wait before the next attempt, or nil to give up.
    ///
    /// - Parameters:
    ///   - attempt: attempts already made, at least 1.
    ///   - elapsed: time since the first attempt began.
    ///   - asked: the wait that the peer asked for (`Retry-After`), honoured as a minimum.
    ///   - jitter: a random number in 0..<1.
    public func wait(after attempt: Int, elapsed: Duration, asked: Duration? = nil, jitter: Double) -> Duration? {
        guard attempt < attempts else { return nil }
        let grown = base * Int(1 << min(attempt - 1, 20))
        let drawn = min(grown, ceiling) * max(jitter, 0.05)
        let wait = max(drawn, asked ?? .zero)
        return elapsed + wait <= patience ? wait : nil
    }
}
