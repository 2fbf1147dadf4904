/// HubSpot's limits as data: what a plan or a future change may move is here, not in the code that uses it.
public struct HubSpotLimits: Sendable, Hashable {
    /// Records in one page of a list.
    public var listPage = 100
    /// Records in one batch read.
    public var batchRead = 100
    /// Records in one association batch read.
    public var associationInputs = 1_000
    /// Owners in one page.
    public var ownerPage = 500
    /// Characters of a whole URL; HubSpot's edge refuses longer ones at an undocumented length.
    public var urlCharacters = 8_000
    /// Batch reads in flight for one object type.
    public var parallelBatchReads = 4
    /// Calls in ten seconds until an answer states the real figure; the smallest that HubSpot sells.
    public var generalCalls = 100
    /// Search calls in a second.
    public var searchCalls = 5
    /// Association calls in ten seconds until the plan is known.
    public var associationCalls = 100
    /// The part of each limit that is left to others and to clock differences.
    public var headRoom = 0.1

    /// The documented limits of the smallest plan.
    public init() {}

    /// The calls that hublake allows itself under a limit of `calls`.
    func usable(_ calls: Int) -> Int { max(1, Int(Double(calls) * (1 - min(max(headRoom, 0), 1)))) }
}
