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
    /// Each kind's table, in the order in which they are committed.
    let tables: [(kind: TableKind, table: SharedTable)]

    /// Those that tell which records there are come first, and the history, which keeps its rows, last: a run that is killed in between
    /// leaves no values of a record that stands in no other table. Nobody would see such a record leave, and erase them.
    static let definitions: [(TableKind, TableDefinition)] = [
        (.combinedObjects, CombinedObjectsTable().definition),
        (.objectProperties, ObjectPropertiesTable.definition),
        (.combinedProperties, CombinedPropertiesTable.definition),
        (.propertyHistory, PropertyHistoryTable.definition),
    ]

    /// - Parameter recordsOfPart: records of first loads from which on a table's rows are committed.
    init(_ plan: SyncPlan, recordsOfPart: Int, _ context: OpenTable.Context) async throws {
        var tables: [(kind: TableKind, table: SharedTable)] = []
        for (kind, definition) in Self.definitions where plan.contains(kind) {
            let earlier = kind == .propertyHistory ? tables.map(\.table) : []
            tables.append(
                (
                    kind,
                    SharedTable(
                        try await OpenTable.open(definition, context), recordsOfPart: recordsOfPart, after: earlier)
                ))
        }
        self.tables = tables
    }

    /// The part of one type in each of the tables.
    func feeds(for shape: TypeShape) async -> [RecordFeed] {
        let (type, properties) = (shape.type.id, shape.properties)
        let requested = shape.objects.requestedProperties
        var opened: [(TableKind, SharedTable, OpenTable)] = []
        for (kind, shared) in tables { opened.append((kind, shared, await shared.table)) }
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
