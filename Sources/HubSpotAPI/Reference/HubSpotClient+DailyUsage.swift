public import Foundations

/// How many of the day's calls the account's apps have used.
public struct DailyUsage: Sendable, Hashable {
    /// Calls in a day that the account's plan allows.
    public var limit: Int
    /// Calls used by all of the account's apps so far.
    public var used: Int
    /// When the count starts again: midnight in the account's time zone.
    public var resetsAt: Timestamp?

    /// A day's usage; see the properties.
    public init(limit: Int, used: Int, resetsAt: Timestamp?) {
        self.limit = limit
        self.used = used
        self.resetsAt = resetsAt
    }
}

extension HubSpotClient {
    /// Asks how much of the day's calls is used, and holds all further calls to ``HubSpotLimits/dailyCallShare`` of the limit
    /// (never to more than is left): a call beyond that throws a `Failure` of kind `rateLimited` which says when the day ends.
    ///
    /// One call. Nil where HubSpot does not tell (the count is defined for private apps): the share is then unknown and nothing
    /// is held back, which the run's report should say. Source: HubSpot's "Account information" API.
    public func observeDailyUsage() async throws -> DailyUsage? {
        let call = APICall(endpoint: version.dailyUsage, purpose: "cannot read how many API calls the day has left")
        let answer = try await executor.answer(call) { body throws(JSONError) in
            try ResultList(body) { usage throws(JSONError) in DailyUsage(usage) }
        }
        guard case .value(let list) = answer, let usage = list.elements.compactMap(\.self).first else { return nil }
        await executor.budgets.limitDay(usage)
        return usage
    }
}

extension DailyUsage {
    /// Nil for an entry without figures: `fetchStatus` may be `FAILURE`, `NOTFOUND` or `TIMEOUT`.
    fileprivate init?(_ usage: JSONValue) {
        let status = usage.text("fetchStatus") ?? "SUCCESS"
        guard status == "SUCCESS" || status == "CACHED", let limit = usage.integer("usageLimit"), limit > 0,
            let used = usage.integer("currentUsage")
        else { return nil }
        self.init(limit: Int(limit), used: Int(max(0, used)), resetsAt: usage.time("resetsAt"))
    }
}
