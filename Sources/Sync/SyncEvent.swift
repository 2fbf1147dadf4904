/// What a run tells while it goes on.
public enum SyncEvent: Sendable {
    /// The account answered and the destination is ours.
    case opened(portalID: Int64, destination: String)
    /// These tables will be synced, besides those that were named before.
    case planned(tables: [String])
    /// Rows were read and appended to a table's next state.
    case appended(table: String, rows: Int)
    /// A table is done, committed or found unchanged.
    case finished(RunReport.Table)
    /// A table is left alone.
    case skipped(RunReport.Skipped)
}

/// Calls and waits of a run so far.
public struct SyncActivity: Sendable {
    /// Calls to HubSpot.
    public var calls = RunReport.Calls()
    /// Time spent waiting, by reason.
    public var waits: [RunReport.Wait] = []

    /// Nothing yet.
    public init() {}
}
