import CRM
import Foundations
import Parquet
import Tables

/// What the calls for reference tables returned.
struct ReferenceContent: Sendable {
    var owners: [Owner] = []
    var pipelines: [(type: ObjectTypeID, pipelines: [Pipeline])] = []
    /// Types that could not be read; their rows stay as they are.
    var unread: [ObjectTypeID: Failure] = [:]
}

/// One reference table and how its rows come from the content.
struct ReferenceTable: Sendable {
    let definition: TableDefinition
    /// Columns of object type ids, where the table is fed by several types.
    let typeColumns: [String]
    /// Rows for keys that are neither read now nor in the table; nil where there are none.
    let fallback: @Sendable (Timestamp) -> ColumnBatch?
    let rows: @Sendable (ReferenceContent, Timestamp) -> ColumnBatch

    init(
        _ definition: TableDefinition, typeColumns: [String] = [],
        fallback: @escaping @Sendable (Timestamp) -> ColumnBatch? = { _ in nil },
        rows: @escaping @Sendable (ReferenceContent, Timestamp) -> ColumnBatch
    ) {
        self.fallback = fallback
        self.definition = definition
        self.typeColumns = typeColumns
        self.rows = rows
    }
}

/// Some reference tables that are fed by the same calls, made once.
struct ReferenceSource: Sendable {
    let tables: [ReferenceTable]
    let read: @Sendable () async throws -> ReferenceContent

    init(_ tables: [ReferenceTable], read: @escaping @Sendable () async throws -> ReferenceContent) {
        self.tables = tables
        self.read = read
    }
}

extension ColumnBatch {
    /// The rows of `batches`, which have the same columns, one after another; `empty` when there are none.
    init(joining batches: [ColumnBatch], else empty: ColumnBatch) {
        self = batches.first ?? empty
        for batch in batches.dropFirst() { append(batch) }
    }
}
