/// HubSpot's limits as data: what a plan or a future change may move is here, not in the code that uses it.
public struct HubSpotLimits: Sendable, Hashable {
    /// Records in one page of a list.
    public var listPage = 100
    /// Records in one page of a list with history.
    public var historyPage = 50
    /// Records in one batch read.
    public var batchRead = 100
    /// Records in one batch read with history: what is tried, until HubSpot refuses it.
    public var historyBatchProbe = 100
    /// Records in one batch read with history that HubSpot is known to take.
    public var historyBatchRead = 50
    /// Records in one association batch read.
    public var associationInputs = 1_000
    /// Owners in one page.
    public var ownerPage = 500
    /// Lists in one page of their search.
    public var listSearchPage = 500
    /// Memberships in one page of a list.
    public var membershipPage = 250
    /// Event definitions in one page.
    public var eventDefinitionPage = 100
    /// Event occurrences in one page; no maximum is documented.
    public var eventPage = 100
    /// Marketing e-mail events in one page.
    public var emailEventPage = 1_000
    /// Records that one search can reach.
    public var searchDepth = 10_000
    /// Records from which on a type is worth reading in several ranges at once.
    public var rangedRecords = 4_000
    /// Characters of a whole URL; HubSpot's edge refuses longer ones at an undocumented length.
    public var urlCharacters = 8_000
    /// Batch reads in flight for one object type.
    public var parallelBatchReads = 4
    /// Association batch reads in flight for one pair.
    public var parallelAssociationReads = 4
    /// Calls in ten seconds until an answer states the real figure; the smallest that HubSpot sells.
    public var generalCalls = 100
    /// Search calls in a second.
    public var searchCalls = 5
    /// Association calls in ten seconds until the plan is known.
    public var associationCalls = 100
    /// Association calls in ten seconds as the user states them; nil to follow the plan that the general limit suggests.
    public var statedAssociationCalls: Int?
    /// The part of each window's limit that is left to others. None by default: the general limit is each app's own.
    public var headRoom = 0.0
    /// The part of the day's calls that one run may use; the rest is for the account's other apps.
    public var dailyCallShare = 0.5
    /// How long after its permit a call may reach HubSpot. The window of an unanswered call starts that late.
    public var arrivalAllowance = Duration.seconds(1)
    /// Calls in flight at most, general and association calls each, however slow HubSpot is.
    public var parallelCalls = 32

    /// The documented limits of the smallest plan.
    public init() {}

    /// The calls that hublake allows itself under a limit of `calls`.
    func usable(_ calls: Int) -> Int { max(1, Int(Double(calls) * (1 - min(max(headRoom, 0), 1)))) }
}
