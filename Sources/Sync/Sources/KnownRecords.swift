import Lakehouse
import Parquet

/// Records as a table has them, or as HubSpot states them: each id with its modified time and what it has of some properties.
///
/// Takes 24 bytes for each record.
struct KnownRecords: Sendable {
    /// One record.
    struct Entry: Sendable, Hashable {
        var id: Int64
        /// The modified time that came with the values, in microseconds; nothing before the first one there is where none came.
        var updatedAt = Int64.min
        /// Equal for equal values.
        var values: UInt64 = 0
    }

    /// Ascending by id, each once.
    private(set) var entries: [Entry] = []

    /// The records of `entries`, in any order; what stands there of one record in several entries is put together.
    init(_ entries: [Entry] = []) {
        var entries = entries
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy { $0.id < $1.id }
        if !isSorted {
            entries.sort { $0.id < $1.id }
            var last = -1
            for entry in entries {
                if last >= 0, entries[last].id == entry.id {
                    entries[last].values &+= entry.values
                } else {
                    last += 1
                    entries[last] = entry
                }
            }
            entries.removeSubrange((last + 1)...)
        }
        self.entries = entries
    }

    var count: Int { entries.count }
    var ids: Set<Int64> { Set(entries.lazy.map(\.id)) }

    /// Where the record stands in ``entries``.
    func index(of id: Int64) -> Int? {
        var (lower, upper) = (0, entries.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if entries[middle].id < id { lower = middle + 1 } else { upper = middle }
        }
        return lower < entries.count && entries[lower].id == id ? lower : nil
    }

    subscript(id: Int64) -> Entry? { index(of: id).map { entries[$0] } }

    func contains(_ id: Int64) -> Bool { index(of: id) != nil }
}

extension KnownRecords.Entry {
    /// One entry for each row of `batch`, which has ids and modified times, and what the rows have of `columns`.
    static func entries(of batch: ColumnBatch, _ columns: [String] = []) -> [Self] {
        guard let ids = batch["objectid"], let times = batch["updatedat"] else { return [] }
        let values = columns.isEmpty ? nil : batch.rowHashes(of: columns)
        return (0..<ids.count).map { row in
            Self(
                id: ids.int64s[row], updatedAt: times.isNull(row) ? .min : times.int64s[row],
                values: values?[row].folded ?? 0)
        }
    }
}
