public import Foundations

/// How long each kind of trouble is borne. Bounded by time rather than by count, since a sync can meet a long outage.
public struct RetryPolicy: Sendable, Hashable {
    /// For 5xx, 423, 477, and calls without an answer.
    public var trouble = RetrySchedule(
        base: .seconds(1), ceiling: .seconds(60), attempts: 1_000, patience: .seconds(900))
    /// For 429.
    public var limits = RetrySchedule(
        base: .seconds(1), ceiling: .seconds(30), attempts: 1_000, patience: .seconds(900))
    /// For answers that are not JSON: rarely a matter of time.
    public var damage = RetrySchedule(base: .seconds(1), ceiling: .seconds(10), attempts: 4, patience: .seconds(120))

    /// A quarter of an hour for outages and limits, four attempts for damaged answers.
    public init() {}

    /// The wait before the next attempt; nil to give up. A day's limit is never waited for.
    func wait(
        for cause: RetryCause, attempt: Int, elapsed: Duration, asked: Duration?, jitter: Double
    ) -> Duration? {
        switch cause {
        case .dailyLimit: nil
        case .rateLimited:
            // Everybody who was refused asks again after the same window, so the jitter comes on top of it.
            limits.wait(
                after: attempt, elapsed: elapsed, asked: (asked ?? .zero) + .seconds(jitter), jitter: jitter)
        case .locked, .accountMove, .serverError, .network:
            trouble.wait(after: attempt, elapsed: elapsed, asked: asked, jitter: jitter)
        case .damagedAnswer: damage.wait(after: attempt, elapsed: elapsed, asked: asked, jitter: jitter)
        }
    }
}

extension RetryCause {
    var waitReason: WaitReason {
        switch self {
        case .rateLimited, .dailyLimit: .rateLimited
        case .locked: .locked
        case .accountMove: .accountMove
        case .serverError: .serverError
        case .damagedAnswer: .damagedAnswer
        case .network: .network
        }
    }
}
