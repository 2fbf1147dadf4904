import Foundations
public import Parquet

extension LakehouseTable {
    /// Rows that the table has or had, as the newest snapshot that holds any of them shows them: what is known of records that have
    /// just left. Empty where no kept snapshot has one.
    ///
    /// - Parameters:
    ///   - keys: the rows.
    ///   - columns: the columns to read.
    public func lastRows(_ keys: RowKeys, columns: Set<String>) async throws -> [ColumnBatch] {
        for snapshot in metadata.ancestors {
            let table = try asOf(snapshot)
            let rows = try await table.locate(keys, partition: nil, includingDeleted: true)
            guard rows.rowCount > 0 else { continue }
            var batches: [ColumnBatch] = []
            for try await batch in try table.read(rows, columns: columns) { batches.append(batch) }
            return batches
        }
        return []
    }

    /// The table with the rows of an older snapshot, under the columns of today.
    private func asOf(_ snapshot: Snapshot) throws -> LakehouseTable {
        var metadata = metadata
        metadata.currentSnapshotID = snapshot.id
        return try LakehouseTable(metadata, version: version, in: folder, store: store)
    }
}
