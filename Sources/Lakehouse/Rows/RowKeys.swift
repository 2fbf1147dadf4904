public import Parquet

/// The keys of rows that are looked for: a set that answers for whole batches, and knows which files cannot hold any of them.
///
/// A key of one 64-bit column is held as it is; any other one as 128 bits of hash, so that two different keys are taken for one with a
/// probability below 1 in 10^20 for a hundred million rows.
public struct RowKeys: Sendable {
    /// The columns that name a row.
    public let columns: [String]
    private var integers: Set<Int64> = []
    private var hashes: Set<ContentDigest.Lanes> = []
    private(set) var values: [KeyValues]

    /// No keys.
    public init(columns: [String]) {
        self.columns = columns
        values = columns.map { _ in KeyValues() }
    }

    /// Keys of one 64-bit column, such as `objectid`.
    public init(_ column: String, _ ids: some Sequence<Int64>) {
        self.init(columns: [column])
        for id in ids { insert(id) }
    }

    /// Different keys.
    public var count: Int { integers.count + hashes.count }
    /// Whether there is no key.
    public var isEmpty: Bool { count == 0 }

    /// Adds the key `id` of a table whose key is one 64-bit column.
    public mutating func insert(_ id: Int64) {
        precondition(columns.count == 1)
        integers.insert(id)
        values[0].insert(id)
    }

    /// Adds the keys of all rows of `batch`, which must have the key's columns; rows without a value in one have no key.
    public mutating func insert(_ batch: ColumnBatch) {
        let vectors = columns.compactMap { batch[$0] }
        guard vectors.count == columns.count else { preconditionFailure("a key column is missing") }
        if let only = vectors.first, vectors.count == 1, only.type == .int64 {
            for row in 0..<only.count where !only.isNull(row) { insert(only.int64s[row]) }
            return
        }
        for (row, key) in lanes(batch).enumerated() where !vectors.contains(where: { $0.isNull(row) }) {
            hashes.insert(key)
            for (place, vector) in vectors.enumerated() { values[place].insert(vector, row) }
        }
    }

    /// The rows of `batch` whose key is in the set, ascending.
    public func matches(in batch: ColumnBatch) -> [Int] {
        if !integers.isEmpty {
            guard let vector = batch[columns[0]], vector.type == .int64 else { return [] }
            return matches(in: vector.int64s).filter { !vector.isNull($0) }
        }
        guard !hashes.isEmpty else { return [] }
        let lanes = lanes(batch)
        return lanes.indices.filter { hashes.contains(lanes[$0]) }
    }

    /// Several rows of one record mostly stand side by side, so the set is asked once for them.
    private func matches(in ids: [Int64]) -> [Int] {
        var rows: [Int] = []
        var last: (id: Int64, isWanted: Bool)?
        for (row, id) in ids.enumerated() {
            if last?.id != id { last = (id, integers.contains(id)) }
            if last?.isWanted == true { rows.append(row) }
        }
        return rows
    }

    private func lanes(_ batch: ColumnBatch) -> [ContentDigest.Lanes] {
        var rows = [ContentDigest.Lanes](repeating: .init(), count: batch.rowCount)
        for name in columns { batch[name]?.addHashes(seededBy: ContentDigest.seed(of: name), to: &rows) }
        return rows
    }
}
