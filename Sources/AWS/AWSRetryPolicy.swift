public import Foundations

/// How long a client of AWS keeps trying: shorter first pauses for hiccups than for a peer that asks to slow down.
public struct AWSRetryPolicy: Sendable, Hashable {
    /// After a lost connection, a 5xx, a body that broke off.
    public var transient: RetrySchedule
    /// After `SlowDown`, `Throttling` and their kin.
    public var throttled: RetrySchedule

    /// A policy; see the properties.
    public init(transient: RetrySchedule, throttled: RetrySchedule) {
        self.transient = transient
        self.throttled = throttled
    }

    /// For S3. The AWS SDKs' pauses (2026), with more attempts than their three: a sync is long and has time.
    public static let s3 = AWSRetryPolicy(attempts: 9, patience: .seconds(300))

    /// For STS: the same pauses, fewer attempts.
    public static let sts = AWSRetryPolicy(attempts: 6, patience: .seconds(60))

    /// One attempt: for probes, whose refusals are the result, and for callers that have a patience of their own.
    public static let once = AWSRetryPolicy(attempts: 1, patience: .zero)

    private init(attempts: Int, patience: Duration) {
        let ceiling = Duration.seconds(20)
        transient = RetrySchedule(
            base: .milliseconds(50), ceiling: ceiling, attempts: attempts, patience: patience)
        throttled = RetrySchedule(base: .seconds(1), ceiling: ceiling, attempts: attempts, patience: patience)
    }

    /// How long to wait before the next attempt, or nil to give up; see ``RetrySchedule``.
    func wait(
        after attempt: Int, throttled: Bool, elapsed: Duration, asked: Duration? = nil, jitter: Double
    ) -> Duration? {
        let schedule = throttled ? self.throttled : transient
        // A server may ask for more than we drew, but not for ever.
        let drawn = schedule.wait(after: attempt, elapsed: elapsed, jitter: jitter)
        guard let drawn, let asked else { return drawn }
        return max(drawn, min(asked, drawn + .seconds(5)))
    }
}
