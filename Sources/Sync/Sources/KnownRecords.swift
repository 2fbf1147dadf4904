import CRM
import Foundations
import Lakehouse
import Parquet
import Tables

/// The live records of one type as a table has them: each id with the modified time that came with its values.
struct KnownRecords: Sendable {
    private var updatedAt: [Int64: Int64?] = [:]

    var count: Int { updatedAt.count }
    var ids: Set<Int64> { Set(updatedAt.keys) }

    func contains(_ id: Int64) -> Bool { updatedAt.keys.contains(id) }

    /// Whether the record was read in the state that `stamp` names.
    func has(_ stamp: RecordStamp) -> Bool {
        guard let known = updatedAt[stamp.id], let time = stamp.updatedAt else { return false }
        return known == time.microseconds
    }

    /// Reads them from the first of `feeds` that says so; nil where none does, or none was ever written.
    static func load(_ feeds: [RecordFeed]) async throws -> KnownRecords? {
        let tables = feeds.filter { $0.tellsRecords && $0.table.base?.currentSnapshot != nil }
        guard let feed = tables.first(where: { !$0.isShared }) ?? tables.first, let base = feed.table.base else {
            return nil
        }
        var known = KnownRecords()
        for try await batch in try await base.read(
            columns: ["objectid", "updatedat"], partition: feed.writer.partition)
        {
            guard let ids = batch["objectid"]?.int64s, let times = batch["updatedat"] else { continue }
            for (row, id) in ids.enumerated() {
                known.updatedAt[id] = times.isNull(row) ? .some(nil) : times.int64s[row]
            }
        }
        return known
    }
}

extension RecordFeed {
    /// Whether the table has one row per live record with its modified time.
    fileprivate var tellsRecords: Bool {
        let names = Set(table.definition.columns.map(\.name))
        return table.definition.primaryKey.filter { $0 != "objecttypeid" } == ["objectid"]
            && names.contains("updatedat")
    }
}
