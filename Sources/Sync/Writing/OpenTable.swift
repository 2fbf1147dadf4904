import Foundations
public import Lakehouse
import ObjectStore
import Parquet
import Tables

/// One table of a run between its last commit and its next.
///
/// Sources append rows through a ``TableWriter`` each; once all have ended, one commit makes their rows the table's new state, or
/// nothing is written because the table already holds exactly them.
struct OpenTable: Sendable {
    /// Shared by all tables of a run.
    struct Context: Sendable {
        var store: any ObjectStore
        var runID: RunID
        var clock: any WallClock
        var dataFileByteCount: Int
    }

    let definition: TableDefinition
    let base: LakehouseTable?
    let schema: TableSchema
    /// What the current snapshot holds, by partition; empty when another engine made it.
    let cursor: TableCursor
    let context: Context
    private var openedAt: Timestamp

    /// Loads the table's last state and plans its next schema.
    static func open(_ definition: TableDefinition, _ context: Context) async throws -> OpenTable {
        let base = try await LakehouseTable.load(folder: definition.name, from: context.store)
        return try await OpenTable(definition, base: base, context)
    }

    /// A table whose last state is `base`; throws `configuration` when the definition retypes a column.
    init(_ definition: TableDefinition, base: LakehouseTable?, _ context: Context) async throws {
        self.definition = definition
        self.base = base
        self.context = context
        openedAt = context.clock.now()
        schema = try TableSchema.evolve(
            base?.schema,
            to: definition.columns.map {
                FieldRequest($0.name, $0.type, isRequired: $0.isRequired, comment: $0.comment)
            }, key: definition.primaryKey)
        var cursor = try await TableCursor(base?.cursor, from: context.store)
        // Another engine may have changed rows since: then nobody knows their sum.
        if base?.currentSnapshot?.summary[TableCursor.property] == nil { cursor.digests = [:] }
        self.cursor = cursor
    }

    /// The same table after `commit`.
    func following(_ commit: CommittedTable) async throws -> OpenTable {
        var next = try await OpenTable(definition, base: commit.state, context)
        next.openedAt = openedAt
        return next
    }

    var name: String { definition.name }

    /// A writer for one source's rows; `partition` is the partition that they all belong to.
    func writer(partition: String? = nil) -> TableWriter {
        TableWriter(
            table: name, partition: partition, knownDigest: cursor.digests[partition ?? ""], store: context.store
        ) { [self] in
            DataFileWriter(
                schema: schema, partitionColumn: definition.partitionColumn, folder: name, store: context.store,
                runID: context.runID, targetByteCount: context.dataFileByteCount)
        }
    }

    /// Whether nothing was ever written to `partition`, or to a table without partitions.
    func isEmpty(_ partition: String?) -> Bool {
        guard let base, base.currentSnapshot != nil, base.totals.rows > 0 else { return true }
        // Without a cursor nobody knows whose the rows are.
        guard let partition, cursor.run != nil, cursor.file == nil || !cursor.isBlank else { return false }
        return !cursor.holds(partition)
    }

    /// The rows of the last state that `isKept` picks, in one partition or all; one batch at a time.
    func lastRows(
        partition: String? = nil, where isKept: (ColumnBatch, Int) -> Bool,
        consume: (ColumnBatch) async throws -> Void
    ) async throws {
        guard let base, base.currentSnapshot != nil else { return }
        for try await batch in try await base.read(partition: partition) {
            var kept = ColumnBatch(columns: batch.columns)
            for row in 0..<batch.rowCount where isKept(batch, row) { kept.append(batch, rows: row..<(row + 1)) }
            if kept.rowCount > 0 { try await consume(kept) }
        }
    }

    /// Keys of the last state's events that occurred since `start`.
    func keys(since start: Timestamp, partition: String? = nil) async throws -> RowKeySet {
        var keys = RowKeySet(columns: definition.primaryKey)
        guard let base, base.currentSnapshot != nil else { return keys }
        let columns = Set(definition.primaryKey)
        for try await batch in try await base.read(columns: columns, partition: partition) {
            guard let times = batch["occurredat"]?.int64s else { continue }
            var recent = ColumnBatch(columns: batch.columns)
            for row in times.indices where times[row] >= start.microseconds {
                recent.append(batch, rows: row..<(row + 1))
            }
            keys.insert(recent)
        }
        return keys
    }

    /// Makes `parts` the table's state (or, for a partitioned table, the state of their partitions).
    func commit(_ parts: [WrittenRows], properties: [String: String] = [:]) async throws -> CommittedTable {
        let hasSameRows = parts.allSatisfy { $0.files == nil }
        if let base, hasSameRows, base.schema == schema, !needsCursor(parts),
            properties.allSatisfy({ base.properties[$0.key] == $0.value })
        {
            // A crash right after the last commit may have left the hint behind.
            try await base.repairHint()
            return committed(base, outcome: .unchanged, parts)
        }
        try Task.checkCancellation()
        let operation =
            hasSameRows && base != nil && !needsCursor(parts) ? .metadataOnly : try await operation(parts)
        let next = cursor.replacing(parts, run: context.runID, everything: definition.partitionColumn == nil)
        let cursorText = try await next.text(keptIn: context.store)
        let change = TableChange(
            schema: schema, partitionColumn: definition.partitionColumn,
            operation: operation,
            addedFiles: parts.flatMap { $0.files ?? [] },
            properties: properties, summary: [LakehouseTable.runIDProperty: context.runID.description],
            comment: definition.comment, cursor: cursorText)
        var random = SystemRandomNumberGenerator()
        let table = try await LakehouseTable.commit(
            change, onto: base, folder: name, to: context.store, at: context.clock.now(), using: &random)
        return committed(table, outcome: .committed, parts)
    }

    private func operation(_ parts: [WrittenRows]) async throws -> TableChange.Operation {
        let replacing = parts.filter { $0.files != nil && !$0.isAddition }
        if let base, var removal = try await base.removal(parts, replacing, runID: context.runID) {
            for part in parts { if let more = part.removal { removal.formUnion(more) } }
            return .rowDelta(removal)
        }
        if base != nil && replacing.isEmpty { return .append }
        guard definition.partitionColumn != nil else { return .replaceAll }
        return .replacePartitions(Set(replacing.compactMap(\.partition)))
    }

    /// Whether the table would not know up to where these parts were read, and as what: it would be read in full again and again.
    private func needsCursor(_ parts: [WrittenRows]) -> Bool {
        parts.contains { part in
            if let load = part.load, cursor.load(part.partition) != load { return true }
            if let tails = part.tails, Set(tails.keys) != Set((cursor.tails ?? [:]).keys) { return true }
            guard let position = part.position else { return false }
            return cursor.through(part.partition) == nil || cursor.shape(part.partition) != position.shape
        }
    }

    private func committed(
        _ table: LakehouseTable, outcome: RunReport.Outcome, _ parts: [WrittenRows]
    ) -> CommittedTable {
        let snapshot = table.currentSnapshot
        let (rows, files, bytes) = table.totals
        let cursor = TableCursor(table.cursor)
        let seconds = Double(context.clock.now().microseconds - openedAt.microseconds) / 1e6
        let unparsed = parts.reduce(into: [String: Int]()) { $0.merge($1.unparsedValues, uniquingKeysWith: +) }
        // Only metadata is looked at: a table that did not change is as it was when it was last looked after.
        let due = outcome == .committed ? table.dueMaintenance(.init(), now: context.clock.now()) : []
        return CommittedTable(
            report: RunReport.Table(
                name: name, rows: rows, files: files, bytes: bytes,
                seconds: seconds, outcome: outcome, unparsedValues: unparsed,
                warnings: table.hintFailure.map { ["engines that open it by its folder see its last state: \($0)"] }
                    ?? []),
            state: table,
            entry: Catalog.Entry(
                folder: name, metadataFile: table.metadataKey, snapshotID: snapshot?.id, rows: rows,
                files: files, bytes: bytes, runID: cursor.run, cursorFile: cursor.file, checkedAt: context.clock.now()),
            due: due)
    }
}

/// A table's state after a run, for the report and the catalog.
struct CommittedTable: Sendable {
    var report: RunReport.Table
    var state: LakehouseTable
    var entry: Catalog.Entry
    /// What of its maintenance is worth doing now.
    var due: MaintenanceScope = []

    /// Takes in that it came after `earlier`, in the same run: what was said then still holds.
    mutating func follow(_ earlier: CommittedTable) {
        if earlier.report.outcome == .committed { report.outcome = .committed }
        due.formUnion(earlier.due)
        report.unparsedValues.merge(earlier.report.unparsedValues, uniquingKeysWith: +)
        report.warnings = earlier.report.warnings.filter { !report.warnings.contains($0) } + report.warnings
    }
}

extension LakehouseTable {
    /// What leaves when single rows and whole partitions do at once; nil when no single rows do.
    fileprivate func removal(
        _ parts: [WrittenRows], _ replacing: [WrittenRows], runID: RunID
    ) async throws -> RowRemoval? {
        guard parts.contains(where: { $0.removal != nil }) else { return nil }
        var removal = try await remove(try await locate(RowKeys(columns: [])), by: .copyOnWrite, runID: runID)
        for part in replacing { removal.formUnion(try await removeAll(partition: part.partition, runID: runID)) }
        return removal
    }

    /// Rows, data files and their bytes in the current snapshot; zero where there is none.
    public var totals: (rows: Int, files: Int, bytes: Int) {
        let totals = currentSnapshot?.totals
        return (totals?.rows ?? 0, totals?.files ?? 0, totals?.byteCount ?? 0)
    }
}
