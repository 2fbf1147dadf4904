import Parquet

/// Joins the rows of several files; where each is ascending in one 64-bit column, so is the result. Memory holds one row group a file.
struct SortedMerge {
    private struct Source {
        var iterator: TableRows.Iterator
        var batch: ColumnBatch
        var row = 0
        var keys: [Int64]

        /// Moves to the next batch with rows; false at the end.
        mutating func advance(_ column: String) async throws -> Bool {
            while let next = try await iterator.next() {
                guard next.rowCount > 0 else { continue }
                (batch, row, keys) = (next, 0, next[column]?.int64s ?? [])
                return true
            }
            return false
        }
    }

    private static let batchRowCount = 8192

    /// Hands over all rows.
    ///
    /// - Parameter column: the 64-bit column to go by; nil joins one file after another.
    static func merge(
        _ files: [TableRows], by column: String?, consume: (ColumnBatch) async throws -> Void
    ) async throws {
        guard let column, files.count > 1 else {
            for file in files { for try await batch in file where batch.rowCount > 0 { try await consume(batch) } }
            return
        }
        var sources: [Source] = []
        for file in files {
            var source = Source(iterator: file.makeAsyncIterator(), batch: ColumnBatch(columns: []), keys: [])
            if try await source.advance(column) { sources.append(source) }
        }
        guard let first = sources.first else { return }
        var merged = ColumnBatch(columns: first.batch.columns)
        while !sources.isEmpty {
            let (least, limit) = leastTwo(sources)
            let source = sources[least]
            var end = source.row + 1
            while end < source.keys.count, source.keys[end] <= limit, end - source.row < batchRowCount { end += 1 }
            merged.append(source.batch, rows: source.row..<end)
            sources[least].row = end
            if end == source.batch.rowCount, try await !sources[least].advance(column) { sources.remove(at: least) }
            if merged.rowCount >= batchRowCount {
                try await consume(merged)
                merged = ColumnBatch(columns: merged.columns)
            }
        }
        if merged.rowCount > 0 { try await consume(merged) }
    }

    /// The source with the least key, and the least key of the others.
    private static func leastTwo(_ sources: [Source]) -> (least: Int, limit: Int64) {
        var least = 0
        var limit = Int64.max
        for (place, source) in sources.enumerated().dropFirst() {
            let key = source.keys[source.row]
            if key < sources[least].keys[sources[least].row] {
                limit = min(limit, sources[least].keys[sources[least].row])
                least = place
            } else {
                limit = min(limit, key)
            }
        }
        return (least, limit)
    }
}
