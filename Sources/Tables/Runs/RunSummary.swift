public import Foundations

/// One run in figures: what `sync_runs` keeps of its report.
public struct RunSummary: Sendable, Hashable {
    /// Names the run; sorts by time.
    public var runID: RunID
    /// When it began.
    public var startedAt: Timestamp
    /// When it ended.
    public var finishedAt: Timestamp?
    /// `complete`, `partial`, `failed` or `interrupted`.
    public var status: String
    /// `full`: everything was read.
    public var mode: String
    /// Whether every selected table is as HubSpot returned it.
    public var isComplete: Bool
    /// Tables that got a new snapshot.
    public var committedTables = 0
    /// Tables that already held exactly what was read.
    public var unchangedTables = 0
    /// Tables that were left alone.
    public var skippedTables = 0
    /// Per table that the run looked after, the rows that a reader now sees.
    public var rowCounts: [String: Int64] = [:]
    /// Calls to HubSpot that count against the general limit.
    public var generalCalls = 0
    /// Search calls.
    public var searchCalls = 0
    /// Association calls.
    public var associationCalls = 0
    /// Bytes of HubSpot's answers, after decompression.
    public var receivedBytes: Int64 = 0
    /// Bytes written to the destination.
    public var writtenBytes: Int64 = 0
    /// What a reader should know. Sentences only: no property value, token or address.
    public var warnings: [String] = []

    /// A run of which nothing else is known; everything that was counted is set afterwards.
    public init(
        runID: RunID, startedAt: Timestamp, finishedAt: Timestamp?, status: String, mode: String, isComplete: Bool
    ) {
        self.runID = runID
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.status = status
        self.mode = mode
        self.isComplete = isComplete
    }
}
