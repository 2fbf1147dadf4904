import CRM
import Foundations
import HubSpotAPI
import Tables

/// What a run read of a first load that an earlier one began.
struct LoadedRecords: Sendable {
    /// The records that were read.
    var ids: Set<Int64>
    /// The records that were told to the sources that start from them.
    var told: Set<Int64>
}

/// The first load of one type's tables where an interrupted run began it: what of it is left, and what comes of it.
///
/// All records of a type are read once for all its tables. When some thousands are read, every table commits them with the position:
/// the ids read so far. A run that is interrupted loses what came since; the next reads the ids that one of the tables lacks. When no
/// id is left, the tables know all changes before the moment at which the first part began, and searches have the rest.
struct FirstLoad: Sendable {
    /// The tables that are being loaded.
    let feeds: [RecordFeed]
    /// The ids that all of them have.
    let done: ReadIDs

    /// Nil where no table was begun by an earlier run.
    init?(_ feeds: [RecordFeed]) {
        self.feeds = feeds.filter { $0.reading.load != nil }
        let positions = self.feeds.compactMap(\.reading.load)
        guard let first = positions.first, positions.contains(where: { !$0.isAtStart }) else { return nil }
        done = positions.dropFirst().reduce(first.ids) { $0.intersection($1.ids) }
    }
}

extension SyncRun {
    /// Reads what is left of an interrupted first load and commits it; then the tables are like any others that were read before.
    ///
    /// - Parameter reading: of the tables that are loaded.
    func finish(
        _ load: FirstLoad, _ reading: RecordsReading, _ agenda: Agenda, _ outcome: inout RecordsOutcome
    ) async throws -> LoadedRecords {
        var reading = reading
        // Where no table tells the records, all are asked for afterwards.
        let earlier =
            reading.stream.wantsAll ? try await RecordIndex(load.feeds)?.all().ids.filter(load.done.contains) : nil
        reading.stream.all.append(earlier?.sorted() ?? [])
        var writers = RecordWriters(
            reading.shape, feeds: load.feeds, isFull: true, collectsAddresses: false, clock: clock)
        do {
            reading.recordsOfLastPart = try await readAll(
                reading, after: load.done, telling: earlier != nil, into: &writers, agenda, &outcome)
            try await tellMerges(of: &writers, reading, agenda, &outcome)
            let rows = try await writers.finish(
                removing: [], at: SourcePosition(through: agenda.now, shape: reading.shape.fingerprint.text))
            reading.written = zip(writers.feeds, rows).map { ($0, $1) }
        } catch {
            try await writers.abandon()
            throw error
        }
        try await commit(reading, &outcome)
        for feed in load.feeds { try await feed.shared?.flush() }
        outcome.warnings += writers.warnings
        return LoadedRecords(ids: writers.ids, told: earlier?.union(writers.ids) ?? [])
    }

    /// Commits what was read of a first load, and goes on behind it.
    func commitPart(
        of reading: RecordsReading, upTo ids: ReadIDs, records: Int, _ writers: inout RecordWriters, _ agenda: Agenda,
        _ outcome: inout RecordsOutcome
    ) async throws {
        try await tellMerges(of: &writers, reading, agenda, &outcome)
        let parts = try await writers.finishPart(upTo: ids)
        let properties = try reading.shape.tableProperties
        let tables = try await parts.mapConcurrently(limit: max(1, parts.count)) { index, feed, rows in
            if let shared = feed.shared {
                try await shared.add(rows, loaded: records)
                return (index, feed.table)
            }
            let committed = try await feed.table.commit([rows], properties: properties)
            return (index, try await feed.table.following(committed))
        }
        for (index, table) in tables { writers.setTable(table, at: index) }
    }

    /// Tells which records were merged into those that a part has, before it is committed: no later run will read them.
    private func tellMerges(
        of writers: inout RecordWriters, _ reading: RecordsReading, _ agenda: Agenda, _ outcome: inout RecordsOutcome
    ) async throws {
        let absorbed = writers.takeUntoldAbsorbed()
        guard reading.tellsLifeCycle, !absorbed.isEmpty else { return }
        var review = LifeCycleReview()
        review.last = try await lastStates(of: reading.shape.type.id)
        review.absorbed = absorbed
        review.live = writers.ids
        let changes = review.changes(gone: [], now: agenda.now)
        outcome.lifeCycle = try await tell(changes, of: reading.shape.type.id) ?? outcome.lifeCycle
    }
}

extension TypeShape {
    /// What the individual table says of its columns.
    var tableProperties: [String: String] {
        get throws { [ColumnAssignment.tableProperty: try ColumnAssignment.encode(objects.assignments)] }
    }
}
