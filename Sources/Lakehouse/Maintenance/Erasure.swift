public import Foundations
public import ObjectStore

/// Takes rows out of a table for good, as a privacy deletion asks: out of the current files, of all older snapshots, of object versions.
///
/// Older snapshots cannot be read afterwards: that beats retention. Files that nothing refers to leave whatever their age, so no
/// other writer may be at work on the table.
public struct Erasure: Sendable {
    let maintenance: TableMaintenance

    /// The erasure of rows of the table in `folder`; see ``TableMaintenance/init(folder:store:settings:runID:clock:)``.
    public init(folder: String, store: any ObjectStore, runID: RunID, clock: any WallClock) {
        var settings = MaintenanceSettings()
        settings.orphanAge = .zero
        settings.metadataFileCount = 1
        maintenance = TableMaintenance(folder: folder, store: store, settings: settings, runID: runID, clock: clock)
    }

    /// Erases the rows that have one of `keys`, whichever columns those name; and what older snapshots hold, even where the current
    /// one has no such row.
    ///
    /// - Returns: what was removed; ``MaintenanceOutcome/rewritten`` are the files that held a row, and
    ///   ``MaintenanceOutcome/leavesVersions`` says whether object versions of earlier removals may still be there.
    /// - Throws: `Failure`: `conflict` when another writer is at work.
    public func erase(_ keys: [RowKeys]) async throws -> MaintenanceOutcome {
        guard var table = try await LakehouseTable.load(folder: maintenance.folder, from: maintenance.store) else {
            return MaintenanceOutcome(table: maintenance.folder)
        }
        var rewritten = MaintenanceOutcome.Tally()
        for keys in keys {
            let rows = try await table.locate(keys, partition: nil, includingDeleted: true)
            guard rows.rowCount > 0 else { continue }
            table = try await rewrite(table, without: rows)
            for file in rows.files { rewritten.add(file.file.byteCount) }
        }
        table = try await forgetHistory(of: table)
        let now = try await TableMaintenance.storeTime(of: maintenance.store, folders: [maintenance.folder])
        var outcome: MaintenanceOutcome
        do {
            outcome = try await maintenance.run([.orphans, .versions], now: now ?? maintenance.clock.now())
        } catch let failure as Failure where failure.kind == .authorization {
            // Versions may not be listed; what can be named can still be removed for good.
            outcome = try await maintenance.run([.orphans, .ownVersions], now: now ?? maintenance.clock.now())
        }
        outcome.rewritten = rewritten
        outcome.committed = outcome.committed ?? table
        return outcome
    }

    private func rewrite(_ table: LakehouseTable, without rows: LocatedRows) async throws -> LakehouseTable {
        var writer = DataFileWriter(
            schema: table.schema, partitionColumn: table.partitionField?.name, folder: maintenance.folder,
            store: maintenance.store, runID: maintenance.runID)
        let removal = try await table.remove(rows, by: .copyOnWrite, runID: maintenance.runID) {
            try await writer.append($0)
        }
        var change = TableChange(
            schema: table.schema, partitionColumn: table.partitionField?.name, operation: .rowDelta(removal),
            addedFiles: try await writer.finish(), cursor: table.cursor)
        change.summary[LakehouseTable.runIDProperty] = maintenance.runID.description
        return try await commit(change, onto: table)
    }

    /// Leaves only the current snapshot: tags and branches of other programs would keep the rows too.
    private func forgetHistory(of table: LakehouseTable) async throws -> LakehouseTable {
        let older = Set(table.snapshots.map(\.id)).subtracting([table.currentSnapshot?.id].compactMap { $0 })
        guard !older.isEmpty else { return table }
        return try await commit(
            TableChange(
                schema: table.schema, partitionColumn: table.partitionField?.name, operation: .removeSnapshots(older)),
            onto: table)
    }

    private func commit(_ change: TableChange, onto table: LakehouseTable) async throws -> LakehouseTable {
        var generator = SystemRandomNumberGenerator()
        return try await LakehouseTable.commit(
            change, onto: table, folder: maintenance.folder, to: maintenance.store, at: maintenance.clock.now(),
            using: &generator)
    }
}
