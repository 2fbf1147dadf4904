import Foundations

/// What a run may use of the day's calls.
struct DailyAllowance: Sendable, Hashable {
    let usage: DailyUsage
    /// The part of the day's limit that the run may use.
    let share: Double
    private(set) var used = 0
    private var resetsAt: Timestamp?

    init(_ usage: DailyUsage, share: Double) {
        self.usage = usage
        self.share = min(max(share, 0), 1)
        resetsAt = usage.resetsAt
    }

    /// Counts a call at `now`; the failure if the run may make none.
    mutating func take(at now: Timestamp) -> Failure? {
        if let end = resetsAt, now >= end {
            resetsAt = end.adding(seconds: 86_400)
            used = 0
            hasReset = true
        }
        guard used < calls else { return failure }
        used += 1
        return nil
    }

    private var hasReset = false

    /// Calls of this day for the run: its share, but never more than the account's other apps have left.
    private var calls: Int {
        let share = Int(Double(usage.limit) * share)
        return hasReset ? share : max(0, min(share, usage.limit - usage.used))
    }

    private var failure: Failure {
        let percent = Int((share * 100).rounded())
        let day = resetsAt.map { "the day ends at \($0)" } ?? "the day ends at midnight in the account's time zone"
        return Failure(
            .rateLimited, "cannot go on calling HubSpot today",
            why:
                "the run has made \(used) calls of the account's \(usage.limit) a day, of which it may use \(percent) %"
                + " (\(usage.used) were used before it began); \(day)",
            remedy: "Run again after that, or raise daily-call-share.")
    }
}
