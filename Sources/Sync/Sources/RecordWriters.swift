import CRM
import Foundations
import Parquet
import Tables

/// Turns pages of one type's records into rows of all the tables that they feed.
struct RecordWriters {
    private(set) var feeds: [RecordFeed]
    /// The contacts' e-mail addresses with their ids, where the run needs them: marketing e-mail events name addresses only.
    private(set) var addresses: [String: Int64] = [:]

    private let collectsAddresses: Bool
    private let name: String
    private let clock: any WallClock
    private var seen: Set<Int64> = []
    private var counts = ConversionCounts()
    private var vanished = 0
    private var unread = 0
    /// Keys of the history that was read now; kept only where the table holds earlier entries that must not be lost.
    private var history: RowKeySet?
    private let ignoredTypes: Int

    init(_ shape: TypeShape, feeds: [RecordFeed], collectsAddresses: Bool, clock: any WallClock) {
        self.collectsAddresses = collectsAddresses && shape.type.id == .contacts
        name = shape.objects.definition.name
        ignoredTypes = shape.objects.ignoredTypes.count
        self.feeds = feeds
        self.clock = clock
        let accumulating = feeds.first { $0.accumulates && $0.writer.knownDigest != nil }
        history = accumulating.map { RowKeySet(columns: $0.table.definition.primaryKey) }
    }

    /// Appends the records that were not there before, and returns their ids.
    mutating func append(_ page: RecordPage, _ observe: (SyncEvent) -> Void) async throws -> [Int64] {
        var page = page
        // A record that moves while the list is read may come twice; a table has each key once.
        page.records.removeAll { !seen.insert($0.id).inserted }
        if collectsAddresses { collectAddresses(page) }
        vanished += page.vanishedRecords
        unread += page.unreadRecords
        let now = clock.now()
        for index in feeds.indices {
            let rows = feeds[index].rows(page, now, &counts)
            if feeds[index].accumulates { history?.insert(rows) }
            try await feeds[index].writer.append(rows)
            if !feeds[index].isShared { observe(.appended(table: feeds[index].table.name, rows: rows.rowCount)) }
        }
        return page.records.map(\.id)
    }

    private mutating func collectAddresses(_ page: RecordPage) {
        guard let email = page.propertyNames.firstIndex(of: "email") else { return }
        for record in page.records {
            guard let address = record.values[email]?.lowercased(), !address.isEmpty else { continue }
            // Of two with one address always the same, in whatever order the pages come.
            addresses[address] = min(addresses[address] ?? record.id, record.id)
        }
    }

    /// Ends the rows of all tables, in the order of ``feeds``.
    mutating func finish() async throws -> [WrittenRows] {
        var written: [WrittenRows] = []
        for index in feeds.indices {
            let table = feeds[index].table
            let unparsed = counts.unparsed[table.name] ?? [:]
            feeds[index].writer.count(unparsed: unparsed)
            let partition = feeds[index].writer.partition
            guard feeds[index].accumulates, let history else {
                written.append(try await feeds[index].writer.finish())
                continue
            }
            written.append(
                try await feeds[index].writer.finish { consume in
                    try await table.lastRows(
                        partition: partition, where: { !history.contains($1, of: $0) }, consume: consume)
                })
        }
        return written
    }

    /// Removes what was already written for rows that will not be committed.
    mutating func abandon() async throws {
        for index in feeds.indices { try await feeds[index].writer.abandon() }
    }

    /// What a reader should know of these records.
    var warnings: [String] {
        let repaired = counts.repaired.values.max() ?? 0
        let unrequested = counts.unrequested.values.max() ?? 0
        return [
            (unread, "records were listed but HubSpot did not give their values; they are missing"),
            (vanished, "records were deleted or merged while they were read"),
            (repaired, "texts held half a character, replaced by U+FFFD"),
            (unrequested, "values came for properties without a definition and are left out"),
            (ignoredTypes, "column types of the settings came too late: a column keeps its type"),
        ].filter { $0.0 > 0 }.map { "\(name): \($0.0) \($0.1)" }
    }
}

extension RecordFeed {
    /// Whether rows once seen stay in the table, whatever HubSpot returns later.
    var accumulates: Bool { table.name == PropertyHistoryTable.definition.name }
}
