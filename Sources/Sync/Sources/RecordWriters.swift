import CRM
import Foundations
import Tables

/// Turns pages of one type's records into rows of the tables that they feed.
struct RecordWriters {
    var individual: TableWriter?
    var combined: TableWriter?
    /// Ids of the records so far, each once.
    private(set) var ids: [Int64] = []

    private let objects: ObjectsTable
    private let properties: CombinedPropertiesTable
    private let clock: any WallClock
    private var seen: Set<Int64> = []
    private var counts = ConversionCounts()
    private var vanished = 0
    private var unread = 0

    init(_ shape: TypeShape, clock: any WallClock) {
        objects = shape.objects
        properties = CombinedPropertiesTable(type: shape.type.id, properties: shape.properties)
        self.clock = clock
    }

    mutating func append(_ page: RecordPage, _ observe: (SyncEvent) -> Void) async throws {
        var page = page
        // A record that moves while the list is read may come twice; a table has each key once.
        page.records.removeAll { !seen.insert($0.id).inserted }
        ids += page.records.map(\.id)
        vanished += page.vanishedRecords
        unread += page.unreadRecords
        let now = clock.now()
        if individual != nil {
            try await individual?.append(objects.batch(for: page, ingestedAt: now, counting: &counts))
            observe(.appended(table: objects.definition.name, rows: page.records.count))
        }
        if combined != nil {
            try await combined?.append(properties.batch(for: page, ingestedAt: now, counting: &counts))
        }
    }

    mutating func finishIndividual() async throws -> WrittenRows? {
        individual?.count(unparsed: counts.unparsed[objects.definition.name] ?? [:])
        return try await individual?.finish()
    }

    mutating func finishCombined() async throws -> WrittenRows? {
        combined?.count(unparsed: counts.unparsed[properties.definition.name] ?? [:])
        return try await combined?.finish()
    }

    /// Removes what was already written for rows that will not be committed.
    mutating func abandon() async throws {
        try await individual?.abandon()
        try await combined?.abandon()
    }

    /// What a reader should know of these records.
    var warnings: [String] {
        let name = objects.definition.name
        let repaired = counts.repaired.values.max() ?? 0
        let unrequested = counts.unrequested.values.max() ?? 0
        return [
            (unread, "records were listed but HubSpot did not give their values; they are missing"),
            (vanished, "records were deleted or merged while they were read"),
            (repaired, "texts held half a character, replaced by U+FFFD"),
            (unrequested, "values came for properties without a definition and are left out"),
            (objects.ignoredTypes.count, "column types of the settings came too late: a column keeps its type"),
        ].filter { $0.0 > 0 }.map { "\(name): \($0.0) \($0.1)" }
    }
}
