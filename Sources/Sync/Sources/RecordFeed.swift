import CRM
import Foundations
import Parquet
import Tables

/// One table that a type's records feed.
struct RecordFeed: Sendable {
    var table: OpenTable
    /// Where the rows go, if other types feed the table too.
    let shared: SharedTable?
    /// How the type's records are read for it.
    var reading = RecordReading.full
    var writer: TableWriter
    let rows: @Sendable (RecordPage, Timestamp, inout ConversionCounts) -> ColumnBatch

    /// A table of this type alone.
    init(
        individual table: OpenTable,
        rows: @escaping @Sendable (RecordPage, Timestamp, inout ConversionCounts) -> ColumnBatch
    ) {
        self.table = table
        shared = nil
        writer = table.writer()
        self.rows = rows
    }

    /// The part of `type` in a table of all types, which is now `table`.
    init(
        _ shared: SharedTable, _ table: OpenTable, type: ObjectTypeID,
        rows: @escaping @Sendable (RecordPage, Timestamp, inout ConversionCounts) -> ColumnBatch
    ) {
        self.table = table
        self.shared = shared
        writer = table.writer(partition: type.rawValue)
        self.rows = rows
    }

    /// Whether other types feed the table too.
    var isShared: Bool { shared != nil }

    /// The records of `page` that the table has not got yet.
    func missing(of page: RecordPage) -> RecordPage {
        guard let load = reading.load, !load.isAtStart else { return page }
        var rest = page
        rest.records.removeAll { load.ids.contains($0.id) }
        return rest
    }
}

/// The tables that all types' records feed together, opened once a run.
struct SharedRecordTables: Sendable {
    /// Each kind's table.
    let tables: [TableKind: SharedTable]

    static let definitions: [(TableKind, TableDefinition)] = [
        (.combinedObjects, CombinedObjectsTable().definition),
        (.objectProperties, ObjectPropertiesTable.definition),
        (.combinedProperties, CombinedPropertiesTable.definition),
        (.propertyHistory, PropertyHistoryTable.definition),
    ]

    /// - Parameter recordsOfPart: records of first loads from which on a table's rows are committed.
    init(_ plan: SyncPlan, recordsOfPart: Int, _ context: OpenTable.Context) async throws {
        var tables: [TableKind: SharedTable] = [:]
        for (kind, definition) in Self.definitions where plan.contains(kind) {
            tables[kind] = SharedTable(
                try await OpenTable.open(definition, context), recordsOfPart: recordsOfPart)
        }
        self.tables = tables
    }

    /// The part of one type in each of the tables.
    func feeds(for shape: TypeShape) async -> [RecordFeed] {
        let (type, properties) = (shape.type.id, shape.properties)
        let requested = shape.objects.requestedProperties
        var opened: [(TableKind, SharedTable, OpenTable)] = []
        for (kind, shared) in tables.sorted(by: { $0.value.name < $1.value.name }) {
            opened.append((kind, shared, await shared.table))
        }
        return opened.compactMap { kind, shared, table in
            switch kind {
            case .combinedObjects:
                RecordFeed(shared, table, type: type) { page, time, _ in
                    CombinedObjectsTable().batch(for: page, of: type, ingestedAt: time)
                }
            case .objectProperties:
                RecordFeed(shared, table, type: type) {
                    [
                        rows = ObjectPropertiesTable(
                            type: type, properties: properties, requested: requested)
                    ] in
                    rows.batch(for: $0, ingestedAt: $1, counting: &$2)
                }
            case .combinedProperties:
                RecordFeed(shared, table, type: type) {
                    [
                        rows = CombinedPropertiesTable(
                            type: type, properties: properties, requested: requested)
                    ] in
                    rows.batch(for: $0, ingestedAt: $1, counting: &$2)
                }
            case .propertyHistory:
                RecordFeed(shared, table, type: type) {
                    [
                        rows = PropertyHistoryTable(
                            type: type, properties: properties, requested: requested)
                    ] in
                    rows.batch(for: $0, ingestedAt: $1, counting: &$2)
                }
            default: nil
            }
        }
    }
}
