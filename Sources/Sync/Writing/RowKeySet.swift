import Parquet

/// The keys of many rows in 16 bytes each: two independent hashes, so that two different keys are taken for one with a
/// probability below 1 in 10^20 for a hundred million rows.
struct RowKeySet {
    private struct Key: Hashable {
        var first: Int
        var second: Int
    }

    private let columns: [String]
    private var keys: Set<Key> = []

    /// No keys; `columns` name a row.
    init(columns: [String]) { self.columns = columns }

    /// Takes in all rows of `batch`.
    mutating func insert(_ batch: ColumnBatch) {
        for row in 0..<batch.rowCount { keys.insert(key(row, of: batch)) }
    }

    /// Whether the key of row `row` of `batch` is in the set.
    func contains(_ row: Int, of batch: ColumnBatch) -> Bool { keys.contains(key(row, of: batch)) }

    /// The rows of `batch` whose keys are not in the set.
    func others(of batch: ColumnBatch) -> ColumnBatch {
        var others = ColumnBatch(columns: batch.columns)
        for row in 0..<batch.rowCount where !contains(row, of: batch) { others.append(batch, rows: row..<(row + 1)) }
        return others
    }

    private func key(_ row: Int, of batch: ColumnBatch) -> Key {
        var first = Hasher()
        var second = Hasher()
        second.combine(0x5EED)
        for name in columns {
            let text = batch[name]?.keyText(row)
            first.combine(text)
            second.combine(text)
        }
        return Key(first: first.finalize(), second: second.finalize())
    }
}
