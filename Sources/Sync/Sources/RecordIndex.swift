import CRM
import Foundations
import Lakehouse
import Parquet
import Tables

/// The table that tells which records of a type are live and in which state they were read. It is read only where a run must know.
struct RecordIndex: Sendable {
    private let base: LakehouseTable
    private let partition: String?
    private let through: Timestamp?
    /// Up to where the tables beside it were read, if one of them is behind it: a run was killed between their commits.
    private let slowest: Timestamp?

    /// The first of `feeds` that tells records, an individual table if there is one; nil where none does, or none was ever written.
    init?(_ feeds: [RecordFeed]) {
        let tables = feeds.filter { $0.tellsRecords && $0.table.base?.currentSnapshot != nil }
        guard let feed = tables.first(where: { !$0.isShared }) ?? tables.first, let base = feed.table.base else {
            return nil
        }
        self.base = base
        partition = feed.writer.partition
        through = feed.table.cursor.through(partition)
        slowest = feeds.compactMap { feed in
            if case .changes(let since) = feed.reading { since } else { nil }
        }.min()
    }

    /// Rows as the table's metadata counts them, also those of other types where several share it.
    var rowCount: Int { base.totals.rows }

    /// All records.
    func all() async throws -> KnownRecords {
        try await read(base.read(columns: Self.columns, partition: partition))
    }

    /// Those of the records `ids` that are live.
    func records(_ ids: some Sequence<Int64>) async throws -> KnownRecords {
        let keys = RowKeys("objectid", ids)
        guard !keys.isEmpty else { return KnownRecords() }
        return try await read(base.read(base.locate(keys, partition: partition), columns: Self.columns))
    }

    /// Of the records that a search found, those that some table has not in this state, and whether a new one is among them.
    func news(_ stamps: [RecordStamp]) async throws -> RecordNews {
        let known = try await records(stamps.lazy.map(\.id))
        let changed = stamps.filter { stamp in
            guard let entry = known[stamp.id], let time = stamp.updatedAt, entry.updatedAt == time.microseconds
            else { return true }
            return isAhead(of: time)
        }
        return RecordNews(ids: changed.map(\.id), hasNew: changed.contains { !known.contains($0.id) })
    }

    /// Whether a table may lack what changed at `time` although this one has it.
    private func isAhead(of time: Timestamp) -> Bool {
        guard let slowest, let through, slowest < through else { return false }
        return time >= slowest.adding(seconds: -ChangeWindow.overlap)
    }

    private static let columns: Set = ["objectid", "updatedat"]

    private func read(_ rows: TableRows) async throws -> KnownRecords {
        var entries: [KnownRecords.Entry] = []
        for try await batch in rows { entries += KnownRecords.Entry.entries(of: batch) }
        return KnownRecords(entries)
    }
}

/// Which records must be read, and which are no longer listed.
struct RecordNews: Sendable, Hashable {
    /// Those whose values some table lacks.
    var ids: [Int64] = []
    /// Whether one of them stands in no table.
    var hasNew = false
    /// Records that HubSpot does not list although something of them is kept; nil where it was not asked for all.
    var unlisted: UnlistedRecords?

    /// Adds records that must be read, too.
    mutating func formUnion(_ more: RecordNews) {
        ids = Set(ids).union(more.ids).sorted()
        hasNew = hasNew || more.hasNew
    }
}

extension RecordFeed {
    /// Whether the table has one row per live record with its modified time.
    var tellsRecords: Bool {
        let names = Set(table.definition.columns.map(\.name))
        return table.definition.primaryKey.filter { $0 != "objecttypeid" } == ["objectid"]
            && names.contains("updatedat")
    }
}
