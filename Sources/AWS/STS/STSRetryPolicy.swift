public import Foundations

/// How long an STS client keeps trying: shorter first pauses for hiccups than for an STS that asks to slow down.
public struct STSRetryPolicy: Sendable, Hashable {
    /// After a network error or a 5xx.
    public var transient: RetrySchedule
    /// After `Throttling` and its kin.
    public var throttled: RetrySchedule

    /// A policy; see the properties.
    public init(transient: RetrySchedule, throttled: RetrySchedule) {
        self.transient = transient
        self.throttled = throttled
    }

    /// The AWS SDKs' pauses (2026), with some attempts more than their three.
    public static let standard = STSRetryPolicy(
        transient: RetrySchedule(base: .milliseconds(50), ceiling: .seconds(20), attempts: 6, patience: .seconds(60)),
        throttled: RetrySchedule(base: .seconds(1), ceiling: .seconds(20), attempts: 6, patience: .seconds(60)))

    /// One attempt, for callers that have a patience of their own.
    public static let once = STSRetryPolicy(
        transient: RetrySchedule(base: .zero, ceiling: .zero, attempts: 1, patience: .zero),
        throttled: RetrySchedule(base: .zero, ceiling: .zero, attempts: 1, patience: .zero))

    func wait(after attempt: Int, throttled: Bool, elapsed: Duration, jitter: Double) -> Duration? {
        (throttled ? self.throttled : transient).wait(after: attempt, elapsed: elapsed, jitter: jitter)
    }
}
