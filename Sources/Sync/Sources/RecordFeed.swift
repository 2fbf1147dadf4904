import CRM
import Foundations
import Parquet
import Tables

/// One table that a type's records feed.
struct RecordFeed: Sendable {
    let table: OpenTable
    /// Whether other types feed it too; such a table is committed once all types are read.
    let isShared: Bool
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
        isShared = false
        writer = table.writer()
        self.rows = rows
    }

    /// The part of `type` in a table of all types.
    init(
        shared table: OpenTable, type: ObjectTypeID,
        rows: @escaping @Sendable (RecordPage, Timestamp, inout ConversionCounts) -> ColumnBatch
    ) {
        self.table = table
        isShared = true
        writer = table.writer(partition: type.rawValue)
        self.rows = rows
    }
}

/// The tables that all types' records feed together, opened once a run.
struct SharedRecordTables: Sendable {
    /// Each kind's table as it is before this run.
    let tables: [TableKind: OpenTable]

    static let definitions: [(TableKind, TableDefinition)] = [
        (.combinedObjects, CombinedObjectsTable().definition),
        (.objectProperties, ObjectPropertiesTable.definition),
        (.combinedProperties, CombinedPropertiesTable.definition),
        (.propertyHistory, PropertyHistoryTable.definition),
    ]

    init(_ plan: SyncPlan, _ context: OpenTable.Context) async throws {
        var tables: [TableKind: OpenTable] = [:]
        for (kind, definition) in Self.definitions where plan.contains(kind) {
            tables[kind] = try await OpenTable.open(definition, context)
        }
        self.tables = tables
    }

    /// The part of one type in each of the tables.
    func feeds(for shape: TypeShape) -> [RecordFeed] {
        let (type, properties) = (shape.type.id, shape.properties)
        let requested = shape.objects.requestedProperties
        return tables.sorted { $0.value.name < $1.value.name }.compactMap { kind, table in
            switch kind {
            case .combinedObjects:
                RecordFeed(shared: table, type: type) { page, time, _ in
                    CombinedObjectsTable().batch(for: page, of: type, ingestedAt: time)
                }
            case .objectProperties:
                RecordFeed(shared: table, type: type) {
                    [
                        rows = ObjectPropertiesTable(
                            type: type, properties: properties, requested: requested)
                    ] in
                    rows.batch(for: $0, ingestedAt: $1, counting: &$2)
                }
            case .combinedProperties:
                RecordFeed(shared: table, type: type) {
                    [
                        rows = CombinedPropertiesTable(
                            type: type, properties: properties, requested: requested)
                    ] in
                    rows.batch(for: $0, ingestedAt: $1, counting: &$2)
                }
            case .propertyHistory:
                RecordFeed(shared: table, type: type) {
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
