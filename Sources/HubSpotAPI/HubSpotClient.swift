public import Foundations
public import HTTP
public import Logging

/// HubSpot's public API as an extractor needs it: what an account has, and all of it.
///
/// Every call stays inside HubSpot's limits, is tried again where that helps, and is counted in the ``CallLedger``. What HubSpot
/// finally refuses is thrown as a `Failure` whose kind says who must act; a missing scope stands in its `missingPermissions`.
/// Cancelling the task ends a call with `CancellationError`.
public struct HubSpotClient: Sendable {
    let executor: CallExecutor
    let version: HubSpotAPIVersion
    let limits: HubSpotLimits
    let associationInputs: LearnedLimit
    let batchInputs: LearnedLimit
    let historyInputs: LearnedLimit
    let refusedProperties = RefusedProperties()

    /// A client of one account.
    ///
    /// - Parameters:
    ///   - transport: sends requests.
    ///   - baseURL: without a path; `https://api.hubapi.com` finds the account's region by itself.
    ///   - version: which generation of paths to use.
    ///   - token: what opens the account.
    ///   - clock: tells the time and waits.
    ///   - calls: where calls and waits are counted.
    ///   - logger: told of every attempt that failed, without values or tokens.
    ///   - limits: HubSpot's limits where no answer has stated them yet.
    ///   - retries: how long trouble is borne.
    ///   - userAgent: how hublake calls itself: `hublake/1.2.0`.
    ///   - jitter: random numbers in 0..<1.
    public init(
        transport: any HTTPTransport, baseURL: String = "https://api.hubapi.com",
        version: HubSpotAPIVersion = .standard, token: any HubSpotToken, clock: any WallClock,
        calls: CallLedger = CallLedger(), logger: Logger, limits: HubSpotLimits = HubSpotLimits(),
        retries: RetryPolicy = RetryPolicy(), userAgent: String = "hublake/0.1.0",
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.version = version
        self.limits = limits
        associationInputs = LearnedLimit(limits.associationInputs)
        batchInputs = LearnedLimit(limits.batchRead)
        historyInputs = LearnedLimit(limits.historyBatchProbe)
        executor = CallExecutor(
            transport: transport, host: APIHost(baseURL), token: token, clock: clock,
            budgets: CallBudgets(clock: clock, ledger: calls, limits: limits), ledger: calls, retries: retries,
            userAgent: userAgent, jitter: jitter, logger: logger)
    }

    /// The calls and waits so far.
    public var calls: CallTally { executor.ledger.snapshot }
}
