import CRM
import Foundations
import Lakehouse
import Parquet
import Tables

/// Turns one event type's occurrences into rows of its individual table and of its part of the combined one.
///
/// HubSpot publishes no definitions of its own event types, so columns appear with the occurrences: some are held back until their
/// properties are known, and a column that appears later widens the table, with the rows so far in files of their own.
struct EventWriters: Sendable {
    private var events: EventsTable
    private let isSelected: Bool
    private let base: LakehouseTable?
    private let context: OpenTable.Context
    private var table: OpenTable?
    private var individual: TableWriter?
    private var combined: TableWriter?
    private var heldBack: [EventOccurrence] = []
    private var seen: Set<Identity> = []
    private var counts = ConversionCounts()

    /// What tells two occurrences of one type apart; HubSpot's e-mail events share ids.
    private struct Identity: Hashable {
        var id: String
        var time: Timestamp
    }

    private static let heldBackAtMost = 2_000

    private let combinedTable: OpenTable?
    private let position: SourcePosition
    /// What both tables hold since the window began; nil when all occurrences are read.
    private var known: (individual: RowKeySet?, combined: RowKeySet?)?
    /// Counts what comes.
    private(set) var tally: EventTally

    init(
        _ events: EventsTable, isSelected: Bool, base: LakehouseTable?, combined: OpenTable?,
        at now: Timestamp, _ context: OpenTable.Context
    ) {
        combinedTable = combined
        position = SourcePosition(through: now, shape: "")
        tally = EventTally(from: nil, now: now)
        self.events = events
        self.isSelected = isSelected
        self.base = base
        self.context = context
        self.combined = combined?.writer(partition: events.type.id)
    }

    var name: String { events.definition.name }
    var type: EventType { events.type }

    /// Up to when these tables have all that was listed; nil where one of them cannot tell.
    func through() async throws -> Timestamp? {
        var cursors: [Timestamp?] = []
        if isSelected { cursors.append(try await TableCursor(base?.cursor, from: context.store).through(nil)) }
        if let combinedTable { cursors.append(combinedTable.cursor.through(events.type.id)) }
        return cursors.contains(nil) ? nil : cursors.compactMap(\.self).min()
    }

    /// Readies for the occurrences since `start`: those that the tables have are left out.
    ///
    /// - Parameter start: nil for all occurrences, which then take the place of the tables' rows.
    mutating func begin(at start: Timestamp?) async throws {
        tally = EventTally(from: start, now: position.through)
        guard let start else { return }
        let table = isSelected ? try await OpenTable(events.definition, base: base, context) : nil
        known = (
            try await table?.keys(since: start), try await combinedTable?.keys(since: start, partition: events.type.id)
        )
    }

    mutating func append(_ occurrences: [EventOccurrence]) async throws {
        for occurrence in occurrences { tally.add(occurrence.occurredAt) }
        heldBack += occurrences.filter { seen.insert(Identity(id: $0.id, time: $0.occurredAt)).inserted }
        if heldBack.count >= Self.heldBackAtMost { try await write() }
    }

    private mutating func write() async throws {
        let now = context.clock.now()
        let unknown = events.unknownProperties(in: heldBack)
        if !unknown.isEmpty { events = events.extended(with: unknown) }
        if isSelected {
            if table == nil || !unknown.isEmpty {
                let wider = try await OpenTable(events.definition, base: base, context)
                if individual == nil {
                    individual = wider.writer()
                } else {
                    try await individual?.widen(to: wider.writer())
                }
                table = wider
            }
            let rows = events.batch(for: heldBack, ingestedAt: now, counting: &counts)
            try await individual?.append(known?.individual?.others(of: rows) ?? rows)
        }
        if combined != nil {
            let rows = CombinedEventsTable(events).batch(for: heldBack, ingestedAt: now, counting: &counts)
            try await combined?.append(known?.combined?.others(of: rows) ?? rows)
        }
        heldBack = []
    }

    /// Ends the rows; commits the individual table and returns the part of the combined one.
    mutating func finish() async throws -> (table: CommittedTable?, combined: WrittenRows?) {
        try await write()
        let shared = counts.unparsed[CombinedEventsTable.definition.name] ?? [:]
        combined?.count(unparsed: shared)
        let isWhole = known == nil
        let part = try await Self.finish(&combined, isWhole: isWhole, at: position)
        let unparsed = counts.unparsed[name] ?? [:]
        individual?.count(unparsed: unparsed)
        let written = try await Self.finish(&individual, isWhole: isWhole, at: position)
        guard let table, let rows = written else { return (nil, part) }
        let names = try ColumnAssignment.encode(events.assignments)
        return (try await table.commit([rows], properties: [ColumnAssignment.tableProperty: names]), part)
    }

    private static func finish(
        _ writer: inout TableWriter?, isWhole: Bool, at position: SourcePosition
    ) async throws -> WrittenRows? {
        if isWhole { return try await writer?.finish(at: position) }
        return try await writer?.finishAppending(at: position)
    }

    mutating func abandon() async throws {
        try await individual?.abandon()
        try await combined?.abandon()
    }
}
