import Synchronization

/// Counts every call and every wait of a run, for its report. Shared by all who call.
public final class CallLedger: Sendable {
    private let tally = Mutex(CallTally())

    /// An empty ledger.
    public init() {}

    /// The counts so far.
    public var snapshot: CallTally { tally.withLock { $0 } }

    func record(_ change: (inout CallTally) -> Void) { tally.withLock { change(&$0) } }

    func recordWait(_ duration: Duration, for reason: WaitReason) {
        record { $0.waits[reason, default: .zero] += duration }
    }
}

/// The calls and waits of a run.
public struct CallTally: Sendable, Hashable {
    /// Attempts sent, by the budget they drew on.
    public var callsByBudget: [CallBudget: Int] = [:]
    /// Attempts sent, by method and path template: `GET /crm/owners/{version}`.
    public var callsByEndpoint: [String: Int] = [:]
    /// Answers with status 429.
    public var rateLimitedAnswers = 0
    /// Attempts that were not the first of their call.
    public var retries = 0
    /// Bytes of answers, after decompression.
    public var receivedBytes = 0
    /// Time waited, by reason; waits of parallel calls add up.
    public var waits: [WaitReason: Duration] = [:]

    /// Nothing counted yet.
    public init() {}

    /// Attempts sent in all.
    public var calls: Int { callsByBudget.values.reduce(0, +) }

    /// Seconds waited, by reason; waits of parallel calls add up.
    public var waitSeconds: [WaitReason: Double] { waits.mapValues { Double($0 / .microseconds(1)) / 1e6 } }
}

/// Why a call waited.
public enum WaitReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// Our own share of the general limit was used up.
    case generalBudget = "general-budget"
    /// Our own share of the search limit was used up.
    case searchBudget = "search-budget"
    /// Our own share of the association limit was used up.
    case associationBudget = "association-budget"
    /// HubSpot answered 429.
    case rateLimited = "rate-limited"
    /// HubSpot answered 423: locked by heavy writing.
    case locked
    /// HubSpot answered 477: the account moves to another data centre.
    case accountMove = "account-move"
    /// HubSpot or its edge failed (5xx).
    case serverError = "server-error"
    /// The answer was cut off or no JSON.
    case damagedAnswer = "damaged-answer"
    /// No answer came.
    case network
}
