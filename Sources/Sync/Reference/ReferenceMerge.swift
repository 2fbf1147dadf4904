import Parquet

/// The next state of a reference table: what was read now, and what must not be forgotten of what the table holds.
///
/// Rows of sources that could not be read stay as they are, since "unknown" is not "none". Rows that HubSpot no longer lists stay too,
/// marked as archived, where the table has a column for that (old records still refer to a deleted stage); elsewhere they leave.
struct ReferenceMerge {
    /// Columns that name a row.
    var key: [String]
    /// Columns of object type ids, and the types whose rows could not be read.
    var typeColumns: [String] = []
    var unreadTypes: Set<String> = []

    /// The rows of `fresh`, then those of `previous` that stay. Columns are those of `fresh`.
    func merge(_ fresh: ColumnBatch, with previous: [ColumnBatch]) -> ColumnBatch {
        var merged = fresh
        var known = Set((0..<fresh.rowCount).map { rowKey($0, of: fresh) })
        let archivedColumn = fresh.columns.firstIndex { $0.name == "archived" }
        for batch in previous {
            let sources = fresh.columns.map { batch[$0.name] }
            for row in 0..<batch.rowCount where known.insert(rowKey(row, of: batch)).inserted {
                let isUnread = isUnread(row, of: batch)
                guard isUnread || archivedColumn != nil else { continue }
                for (index, source) in sources.enumerated() {
                    if index == archivedColumn && !isUnread {
                        merged.vectors[index].append(true)
                    } else if let source {
                        merged.vectors[index].append(source, row: row)
                    } else {
                        merged.vectors[index].appendNull()
                    }
                }
            }
        }
        return merged
    }

    private func rowKey(_ row: Int, of batch: ColumnBatch) -> [String?] { key.map { batch[$0]?.keyText(row) } }

    private func isUnread(_ row: Int, of batch: ColumnBatch) -> Bool {
        typeColumns.contains { column in
            batch[column]?.keyText(row).map(unreadTypes.contains) ?? false
        }
    }
}
