import Foundations
import Lakehouse
import ObjectStore
import Parquet
import Tables

extension SyncRun {
    /// Adds the reports of earlier runs to `sync_runs`, if this run changed any table or the last ones were added an hour ago: an idle
    /// run writes nothing but its report.
    func syncRunsTable(_ plan: SyncPlan, _ catalog: Catalog, _ agenda: Agenda, _ results: inout RunResults) async throws
    {
        let definition = SyncRunsTable().definition
        guard plan.contains(.syncRuns) else { return }
        let last = catalog.tables[definition.name]?.runID
        let isLate = last.map { $0.began(before: agenda.now.adding(seconds: -Self.foldingInterval)) } ?? true
        let outcome = try await Discovery.settled {
            let table = try await OpenTable.open(definition, context)
            guard let base = table.base else {
                var writer = table.writer()
                try await writer.append(SyncRunsTable().batch(for: try await newReports(since: nil)))
                return try await table.commit([try await writer.finish()])
            }
            guard results.hasCommitted || isLate else { return try await table.commit([], properties: [:]) }
            var writer = table.writer()
            try await writer.append(SyncRunsTable().batch(for: try await newReports(since: base)))
            return try await table.commit([try await writer.finishAppending()])
        }
        results.take(outcome, of: definition.name, observe)
    }

    /// Seconds after which reports are added even if nothing else changed.
    private static let foldingInterval: Int64 = 3_600

    /// The runs whose reports `table` does not tell yet.
    private func newReports(since table: LakehouseTable?) async throws -> [RunSummary] {
        let keys = try await store.listAll(RunReport.folder).map(\.key).filter { $0.hasSuffix(".json") }
        var reports = Dictionary(keys.map { ($0.dropFirst(RunReport.folder.count).dropLast(".json".count), $0) }) { $1 }
        if let table {
            // Only files that may hold one of these runs are looked into.
            let rows = try await table.locate(RowKeys(texts: reports.keys.map(String.init), in: "runid"))
            for try await batch in try table.read(rows, columns: ["runid"]) {
                for row in 0..<batch.rowCount { reports[Substring(batch["runid"]?.string(row) ?? "")] = nil }
            }
        }
        let found = try await reports.values.mapConcurrently(limit: 8) { key in
            RunSummary(try ReportJSON.decode(RunReport.self, from: try await store.get(key).body))
        }
        return found.sorted { $0.runID < $1.runID }
    }
}

extension RunSummary {
    /// The figures of a finished run's report.
    init(_ report: RunReport) {
        self.init(
            runID: report.runID, startedAt: report.startedAt, finishedAt: report.finishedAt,
            status: report.status.rawValue, mode: report.mode, isComplete: report.status == .complete)
        committedTables = report.tables.count { $0.outcome == .committed }
        unchangedTables = report.tables.count { $0.outcome == .unchanged }
        skippedTables = report.skipped.count
        rowCounts = Dictionary(report.tables.map { ($0.name, Int64($0.rows)) }) { first, _ in first }
        generalCalls = report.apiCalls.general
        searchCalls = report.apiCalls.search
        associationCalls = report.apiCalls.associations
        receivedBytes = Int64(report.apiCalls.receivedBytes)
        writtenBytes = Int64(report.store.bytesWritten)
        warnings = report.warnings
    }
}

extension ColumnBatch {
    /// The rows of `batch` with the columns of another shape, by name; missing ones are null.
    init(_ batch: ColumnBatch, as columns: [Column]) {
        self.init(columns: columns)
        for (index, column) in columns.enumerated() {
            if let vector = batch[column.name] {
                vectors[index].append(vector, rows: 0..<batch.rowCount)
            } else {
                vectors[index].appendNulls(batch.rowCount)
            }
        }
    }
}
