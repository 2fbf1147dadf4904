import Foundations
public import Parquet

/// `sync_runs`: one row per run of hublake.
public struct SyncRunsTable: Sendable {
    private static let layout = RowLayout<RunSummary>(
        "sync_runs", "The runs that filled these tables.",
        exactly: [
            .key("runid", "The run; sorts by time.", text: { $0.runID.description }),
            .time("startedat", "When it began.") { $0.startedAt },
            .time("finishedat", "When it ended.") { $0.finishedAt },
            .text("status", "complete, partial, failed or interrupted.") { $0.status },
            .text("mode", "full: everything was read; changes: what changed since the last run.") { $0.mode },
            .flag("complete", "Whether every selected table is as HubSpot returned it.") { $0.isComplete },
            .number("tablescommitted", "Tables that got a new snapshot.") { Int64($0.committedTables) },
            .number("tablesunchanged", "Tables that already held what was read.") { Int64($0.unchangedTables) },
            .number("tablesskipped", "Tables that were left alone.") { Int64($0.skippedTables) },
            .number("rows", "Rows in all tables that the run looked after.") { $0.rowCounts.values.reduce(0, +) },
            .text("rowsbytable", "The same by table, as a JSON object of numbers.") { run in
                let counts = run.rowCounts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                return String(decoding: JSONText.object(counts.map { (name: $0.key, number: $0.value) }), as: UTF8.self)
            },
            .number("callsgeneral", "Calls to HubSpot under the general limit.") { Int64($0.generalCalls) },
            .number("callssearch", "Search calls to HubSpot.") { Int64($0.searchCalls) },
            .number("callsassociations", "Association calls to HubSpot.") { Int64($0.associationCalls) },
            .number("bytesreceived", "Bytes of HubSpot's answers, decompressed.") { $0.receivedBytes },
            .number("byteswritten", "Bytes written to the destination.") { $0.writtenBytes },
            .text("warnings", "What a reader should know, as a JSON array of texts.") {
                String(decoding: JSONText.array($0.warnings), as: UTF8.self)
            },
        ])

    /// The table of all runs.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The runs as rows. They have no `ingestedat`: nothing of them is read from HubSpot.
    public func batch(for runs: [RunSummary]) -> ColumnBatch {
        guard let last = runs.last else { return definition.emptyBatch }
        return Self.layout.batch(of: runs, ingestedAt: last.startedAt)
    }
}
