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

    init(
        _ events: EventsTable, isSelected: Bool, base: LakehouseTable?, combined: OpenTable?,
        _ context: OpenTable.Context
    ) {
        self.events = events
        self.isSelected = isSelected
        self.base = base
        self.context = context
        self.combined = combined?.writer(partition: events.type.id)
    }

    var name: String { events.definition.name }
    var type: EventType { events.type }

    mutating func append(_ occurrences: [EventOccurrence]) async throws {
        heldBack += occurrences.filter { seen.insert(Identity(id: $0.id, time: $0.occurredAt)).inserted }
        if heldBack.count >= Self.heldBackAtMost { try await write() }
    }

    private mutating func write() async throws {
        let now = context.clock.now()
        let unknown = events.unknownProperties(in: heldBack)
        if !unknown.isEmpty { events = events.extended(with: unknown) }
        if isSelected {
            if table == nil || !unknown.isEmpty {
                let wider = try OpenTable(events.definition, base: base, context)
                if individual == nil {
                    individual = wider.writer()
                } else {
                    try await individual?.widen(to: wider.writer())
                }
                table = wider
            }
            let rows = events.batch(for: heldBack, ingestedAt: now, counting: &counts)
            try await individual?.append(rows)
        }
        if combined != nil {
            let rows = CombinedEventsTable(events).batch(for: heldBack, ingestedAt: now, counting: &counts)
            try await combined?.append(rows)
        }
        heldBack = []
    }

    /// Ends the rows; commits the individual table and returns the part of the combined one.
    mutating func finish() async throws -> (table: CommittedTable?, combined: WrittenRows?) {
        try await write()
        let shared = counts.unparsed[CombinedEventsTable.definition.name] ?? [:]
        combined?.count(unparsed: shared)
        let part = try await combined?.finish()
        let unparsed = counts.unparsed[name] ?? [:]
        individual?.count(unparsed: unparsed)
        guard let table, let rows = try await individual?.finish() else { return (nil, part) }
        let names = try ColumnAssignment.encode(events.assignments)
        return (try await table.commit([rows], properties: [ColumnAssignment.tableProperty: names]), part)
    }

    mutating func abandon() async throws {
        try await individual?.abandon()
        try await combined?.abandon()
    }
}
