public import Foundations

/// How long a client of S3 keeps trying: shorter first pauses for hiccups than for an S3 that asks to slow down.
public struct S3RetryPolicy: Sendable, Hashable {
    /// After a network error or a 5xx.
    public var transient: RetrySchedule
    /// After `SlowDown` and its kin.
    public var throttled: RetrySchedule

    /// A policy; see the properties.
    public init(transient: RetrySchedule, throttled: RetrySchedule) {
        self.transient = transient
        self.throttled = throttled
    }

    /// The AWS SDKs' pauses (2026), with more attempts than their three: a sync is long and has time.
    public static let standard = S3RetryPolicy(
        transient: RetrySchedule(base: .milliseconds(50), ceiling: .seconds(20), attempts: 9, patience: .seconds(300)),
        throttled: RetrySchedule(base: .seconds(1), ceiling: .seconds(20), attempts: 9, patience: .seconds(300)))

    /// One attempt: for probes, whose refusals are the result.
    public static let none = S3RetryPolicy(
        transient: RetrySchedule(base: .zero, ceiling: .zero, attempts: 1, patience: .zero),
        throttled: RetrySchedule(base: .zero, ceiling: .zero, attempts: 1, patience: .zero))

    func wait(
        after attempt: Int, throttled: Bool, elapsed: Duration, asked: Duration?, jitter: Double
    ) -> Duration? {
        let schedule = throttled ? self.throttled : transient
        // A server may ask for more than we drew, but not for ever.
        let drawn = schedule.wait(after: attempt, elapsed: elapsed, jitter: jitter)
        guard let drawn, let asked else { return drawn }
        return max(drawn, min(asked, drawn + .seconds(5)))
    }
}
