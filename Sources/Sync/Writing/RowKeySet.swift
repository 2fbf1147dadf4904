import Lakehouse
import Parquet
import Tables

/// The keys of many rows in 16 bytes each.
struct RowKeySet {
    private let columns: [String]
    private var keys: Set<RowHash> = []

    /// No keys; `columns` name a row.
    init(columns: [String]) { self.columns = columns }

    /// Takes in all keys of another set over the same columns.
    mutating func formUnion(_ other: RowKeySet) { keys.formUnion(other.keys) }

    /// Takes in all rows of `batch`.
    mutating func insert(_ batch: ColumnBatch) { keys.formUnion(batch.rowHashes(of: columns)) }

    /// Whether the key of row `row` of `batch` is in the set.
    func contains(_ row: Int, of batch: ColumnBatch) -> Bool {
        var one = ColumnBatch(columns: batch.columns)
        one.append(batch, rows: row..<(row + 1))
        return keys.contains(one.rowHashes(of: columns)[0])
    }

    /// The rows of `batch` whose keys are not in the set.
    func others(of batch: ColumnBatch) -> ColumnBatch {
        var others = ColumnBatch(columns: batch.columns)
        for (row, key) in batch.rowHashes(of: columns).enumerated() where !keys.contains(key) {
            others.append(batch, rows: row..<(row + 1))
        }
        return others
    }
}

extension TableDefinition {
    /// What names a row among those of its partition.
    var keyInPartition: [String] { primaryKey.filter { $0 != partitionColumn } }
}

extension OpenTable {
    /// The rows of the last state whose keys are not in `keys`, in one partition or all; one batch at a time.
    func lastRows(
        partition: String?, besides keys: RowKeySet, consume: (ColumnBatch) async throws -> Void
    ) async throws {
        guard let base, base.currentSnapshot != nil else { return }
        for try await batch in try await base.read(partition: partition) {
            let others = keys.others(of: batch)
            if others.rowCount > 0 { try await consume(others) }
        }
    }

    /// The keys of the rows of the records `ids`. Only files and row groups are read whose bounds leave room for one of them, and of
    /// those only the key's columns.
    func keys(ofRecords ids: Set<Int64>, partition: String?) async throws -> RowKeySet {
        var keys = RowKeySet(columns: definition.keyInPartition)
        guard let base, base.currentSnapshot != nil else { return keys }
        let rows = try await base.locate(RowKeys("objectid", ids), partition: partition)
        for try await batch in try base.read(rows, columns: Set(definition.keyInPartition)) { keys.insert(batch) }
        return keys
    }
}
