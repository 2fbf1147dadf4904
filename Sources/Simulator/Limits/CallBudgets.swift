import Foundations

/// Which limit a call counts against.
enum Budget: String, Sendable {
    case general, search, associations
}

extension Endpoint {
    /// Association batch reads and labels are exempt from the general window and have their own; so has search.
    var budget: Budget {
        switch self {
        case .search: .search
        case .associationBatchRead, .associationLabels: .associations
        default: .general
        }
    }
}

/// All limits of an account: bursts per token or per account, and the day's count in the account's time zone.
struct CallBudgets: Sendable {
    private let settings: SimulatorSettings
    private var general: [String: RollingLog] = [:]
    private var search: RollingLog
    private var associations: RollingLog
    private var day: Timestamp?
    /// Calls counted since the account's midnight.
    private(set) var callsToday = 0

    init(_ settings: SimulatorSettings) {
        self.settings = settings
        search = RollingLog(limit: settings.searchLimit, windowMilliseconds: 1_000)
        associations = RollingLog(limit: settings.associationsLimit, windowMilliseconds: 10_000)
    }

    /// Counts the call; the policy that refuses it, or nil.
    mutating func refusal(of budget: Budget, token: String, at now: Timestamp) -> String? {
        let end = AccountDay.end(after: now)
        if day != end {
            day = end
            callsToday = 0
        }
        guard settings.dailyLimit == 0 || callsToday < settings.dailyLimit else { return "DAILY" }
        let isAdmitted: Bool
        switch budget {
        case .general:
            var log = general[token] ?? generalLog
            isAdmitted = log.admit(at: now)
            general[token] = log
        case .search: isAdmitted = search.admit(at: now)
        case .associations: isAdmitted = associations.admit(at: now)
        }
        guard isAdmitted else { return budget == .search ? "SECONDLY" : "TEN_SECONDLY_ROLLING" }
        callsToday += 1
        return nil
    }

    /// What general calls carry; search and associations answer without.
    func headers(_ budget: Budget, token: String) -> [(name: String, value: String)] {
        guard budget == .general, settings.generalLimit > 0 else { return [] }
        let daily = settings.dailyLimit > 0 ? settings.dailyLimit : 1_000_000
        return [
            ("X-HubSpot-RateLimit-Max", String(settings.generalLimit)),
            ("X-HubSpot-RateLimit-Remaining", String((general[token] ?? generalLog).remaining)),
            ("X-HubSpot-RateLimit-Interval-Milliseconds", "10000"), ("X-HubSpot-RateLimit-Daily", String(daily)),
            ("X-HubSpot-RateLimit-Daily-Remaining", String(max(0, daily - callsToday))),
            ("X-HubSpot-RateLimit-Secondly", "19"), ("X-HubSpot-RateLimit-Secondly-Remaining", "18"),
        ]
    }

    private var generalLog: RollingLog { RollingLog(limit: settings.generalLimit, windowMilliseconds: 10_000) }
}

/// The account's day, which starts at midnight in its time zone (UTC+8).
enum AccountDay {
    /// The end of the day that `moment` is in.
    static func end(after moment: Timestamp) -> Timestamp {
        let offset: Int64 = 8 * 3_600_000_000
        let length: Int64 = 86_400_000_000
        let local = moment.microseconds + offset
        let day = local >= 0 ? local / length : (local - length + 1) / length
        return Timestamp(microseconds: (day + 1) * length - offset)
    }
}

extension Answer {
    /// 429 with HubSpot's body for the policy.
    static func rateLimited(policy: String, correlationID: String, retryAfter: Int? = nil) -> Answer {
        var answer = Answer.json(
            .fields([
                "status": "error", "message": .string("You have reached your \(policy.lowercased()) limit."),
                "errorType": "RATE_LIMIT", "correlationId": .string(correlationID), "policyName": .string(policy),
                "requestId": .string(String(correlationID.prefix(8))),
            ]), status: 429)
        if let retryAfter { answer.headers.append(("Retry-After", String(retryAfter))) }
        return answer
    }
}
