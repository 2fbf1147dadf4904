import CRM
import Foundations
import Lakehouse
import Parquet
import Tables

/// Turns pages of one type's records into rows of all the tables that they feed.
struct RecordWriters {
    private(set) var feeds: [RecordFeed]
    /// The records so far.
    private(set) var ids: Set<Int64> = []
    /// The contacts' e-mail addresses with their ids, where the run needs them: marketing e-mail events name addresses only.
    private(set) var addresses = ContactAddresses()

    /// Records that HubSpot merged into others, each with the one that names it.
    private(set) var absorbed: [Int64: Int64] = [:]
    /// Those of them that came since they were last taken.
    private var untoldAbsorbed: [Int64: Int64] = [:]

    private let collectsAddresses: Bool
    private let isFull: Bool
    private let name: String
    private let clock: any WallClock
    private var counts = ConversionCounts()
    private var vanished = 0
    private var unread = 0
    /// Keys of history: in a full read, those that were read now, to keep the table's others; else those that the table has of the
    /// records that changed, to add only new ones.
    private var history: RowKeySet?
    private let ignoredTypes: Int

    /// Writers for a full read, or for the records that changed.
    init(_ shape: TypeShape, feeds: [RecordFeed], isFull: Bool, collectsAddresses: Bool, clock: any WallClock) {
        self.isFull = isFull
        self.collectsAddresses = collectsAddresses && shape.type.id == .contacts
        name = shape.objects.definition.name
        ignoredTypes = shape.objects.ignoredTypes.count
        self.feeds = feeds
        self.clock = clock
        if !isFull {
            for index in feeds.indices { self.feeds[index].writer.expectStates() }
        } else {
            for index in feeds.indices where feeds[index].reading.load?.isAtStart == false {
                self.feeds[index].writer = feeds[index].writer.continuing()
            }
        }
        let accumulating = feeds.first {
            $0.accumulates && $0.table.base?.currentSnapshot != nil && $0.reading.load == nil
        }
        history = isFull ? accumulating.map { RowKeySet(columns: $0.table.definition.keyInPartition) } : nil
    }

    /// Readies for the changed records `ids`: what the tables that only grow have of them is not added again.
    mutating func expect(_ ids: Set<Int64>) async throws {
        guard !isFull, !ids.isEmpty, let feed = feeds.first(where: \.accumulates) else { return }
        var keys = try await feed.table.keys(ofRecords: ids, partition: feed.writer.partition)
        if let history { keys.formUnion(history) }
        history = keys
    }

    /// Appends the records that were not there before, and returns their ids.
    @discardableResult
    mutating func append(_ page: RecordPage, _ observe: (SyncEvent) -> Void) async throws -> [Int64] {
        var page = page
        // A record that moves while the list is read may come twice; a table has each key once.
        page.records.removeAll { !ids.insert($0.id).inserted }
        if collectsAddresses { collectAddresses(page) }
        absorbed.merge(page.absorbed) { first, _ in first }
        untoldAbsorbed.merge(page.absorbed) { first, _ in first }
        vanished += page.vanishedRecords
        unread += page.unreadRecords
        let now = clock.now()
        for index in feeds.indices {
            var rows = feeds[index].rows(feeds[index].missing(of: page), now, &counts)
            if feeds[index].accumulates {
                if isFull { history?.insert(rows) } else { rows = history?.others(of: rows) ?? rows }
            }
            try await feeds[index].writer.append(rows)
            if !feeds[index].isShared { observe(.appended(table: feeds[index].table.name, rows: rows.rowCount)) }
        }
        return page.records.map(\.id)
    }

    private mutating func collectAddresses(_ page: RecordPage) {
        guard let email = page.propertyNames.firstIndex(of: "email") else { return }
        for record in page.records { addresses.add(record.values[email], of: record.id) }
    }

    /// The records that HubSpot merged into those that came since this was last asked.
    mutating func takeUntoldAbsorbed() -> [Int64: Int64] {
        defer { untoldAbsorbed = [:] }
        return untoldAbsorbed
    }

    /// Ends a part of the rows of those tables that are loaded for the first time.
    ///
    /// - Parameter ids: the records that were read.
    /// - Returns: the rows of each table, with its position in ``feeds``.
    mutating func finishPart(upTo ids: ReadIDs) async throws -> [(index: Int, feed: RecordFeed, rows: WrittenRows)] {
        var parts: [(index: Int, feed: RecordFeed, rows: WrittenRows)] = []
        for index in feeds.indices {
            guard var load = feeds[index].reading.load else { continue }
            load.ids.formUnion(ids)
            parts.append((index, feeds[index], try await feeds[index].writer.finishPart(at: load)))
        }
        return parts
    }

    /// Takes in that a table has another state.
    mutating func setTable(_ table: OpenTable, at index: Int) { feeds[index].table = table }

    /// Ends the rows of all tables, in the order of ``feeds``.
    ///
    /// - Parameter removed: records that are live no longer: their rows leave the tables of current state.
    mutating func finish(removing removed: Set<Int64>, at position: SourcePosition) async throws -> [WrittenRows] {
        var written: [WrittenRows] = []
        for index in feeds.indices {
            let table = feeds[index].table
            let unparsed = counts.unparsed[table.name] ?? [:]
            feeds[index].writer.count(unparsed: unparsed)
            let partition = feeds[index].writer.partition
            // What changed since a first load began is not in its first rows.
            let through = feeds[index].reading.load?.began ?? position.through
            let position = SourcePosition(through: isFull ? through : position.through, shape: position.shape)
            switch (isFull, feeds[index].accumulates) {
            case (false, true): written.append(try await feeds[index].writer.finishAppending(at: position))
            case (false, false):
                written.append(
                    try await feeds[index].writer.finish(
                        replacing: ids.union(removed), in: "objectid", of: table, at: position))
            case (true, true):
                let history = history
                written.append(
                    try await feeds[index].writer.finish(at: position) { consume in
                        guard let history else { return }
                        try await table.lastRows(partition: partition, besides: history, consume: consume)
                    })
            case (true, false): written.append(try await feeds[index].writer.finish(at: position))
            }
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
