import Foundations
import Lakehouse
import ObjectStore
import Parquet
import Tables

extension SyncRun {
    /// Folds the reports of earlier runs into `sync_runs`, if this run changed any table: an idle run writes nothing but its report.
    func syncRunsTable(_ plan: SyncPlan, _ agenda: Agenda, _ results: inout RunResults) async throws {
        let definition = SyncRunsTable().definition
        guard plan.contains(.syncRuns) else { return }
        let outcome = try await Discovery.settled {
            let table = try await OpenTable.open(definition, context)
            guard results.hasCommitted || table.base == nil else { return try await table.commit([], properties: [:]) }
            var known: Set<String> = []
            var rows = SyncRunsTable().batch(for: [])
            try await table.lastRows(where: { _, _ in true }) { batch in
                for row in 0..<batch.rowCount { known.insert(batch["runid"]?.string(row) ?? "") }
                rows.append(ColumnBatch(batch, as: rows.columns))
            }
            let reports = try await newReports(except: known)
            rows.append(SyncRunsTable().batch(for: reports.map(RunSummary.init)))
            var writer = table.writer()
            try await writer.append(rows)
            return try await table.commit([try await writer.finish()])
        }
        results.take(outcome, of: definition.name, observe)
    }

    private func newReports(except known: Set<String>) async throws -> [RunReport] {
        var reports: [RunReport] = []
        for object in try await store.listAll(RunReport.folder) where object.key.hasSuffix(".json") {
            let id = object.key.dropFirst(RunReport.folder.count).dropLast(".json".count)
            guard !known.contains(String(id)) else { continue }
            reports.append(try ReportJSON.decode(RunReport.self, from: try await store.get(object.key).body))
        }
        return reports.sorted { $0.runID < $1.runID }
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
