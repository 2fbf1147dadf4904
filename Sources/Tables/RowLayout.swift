import Foundations
import Parquet

/// A table whose columns each come from one expression over a row: the one list gives both definition and batch.
struct RowLayout<Row>: Sendable {
    let definition: TableDefinition
    private let fields: [Field]

    /// A table of `fields` and, as its last column, `ingestedat`.
    init(_ name: String, _ comment: String, partitionColumn: String? = nil, _ fields: [Field]) {
        self.init(name, comment, partitionColumn: partitionColumn, exactly: fields + [.ingestedAt])
    }

    /// A table of nothing but `fields`.
    init(_ name: String, _ comment: String, partitionColumn: String? = nil, exactly fields: [Field]) {
        self.fields = fields
        definition = TableDefinition(
            name: name, comment: comment, columns: fields.map(\.column), partitionColumn: partitionColumn)
    }

    func batch(of rows: some Sequence<Row>, ingestedAt: Timestamp) -> ColumnBatch {
        var batch = definition.emptyBatch
        for row in rows {
            for (index, field) in fields.enumerated() { field.append(row, ingestedAt, &batch.vectors[index]) }
        }
        return batch
    }

    /// One column and how a row gives its value.
    struct Field: Sendable {
        let column: TableColumn
        let append: @Sendable (Row, Timestamp, inout ColumnVector) -> Void
    }
}

extension RowLayout.Field {
    static func key(_ name: String, _ comment: String, text: @escaping @Sendable (Row) -> String) -> Self {
        Self(column: TableColumn(name, .string, isRequired: true, comment: comment)) { $2.append(text($0)) }
    }

    static func key(_ name: String, _ comment: String, number: @escaping @Sendable (Row) -> Int64) -> Self {
        Self(column: TableColumn(name, .int64, isRequired: true, comment: comment)) { $2.append(number($0)) }
    }

    static func key(_ name: String, _ comment: String, time: @escaping @Sendable (Row) -> Timestamp) -> Self {
        Self(column: TableColumn(name, .timestamp, isRequired: true, comment: comment)) {
            $2.append(time($0).microseconds)
        }
    }

    static func text(_ name: String, _ comment: String, _ value: @escaping @Sendable (Row) -> String?) -> Self {
        Self(column: TableColumn(name, .string, comment: comment)) { $2.append(optional: value($0)) }
    }

    static func number(_ name: String, _ comment: String, _ value: @escaping @Sendable (Row) -> Int64?) -> Self {
        Self(column: TableColumn(name, .int64, comment: comment)) { $2.append(optional: value($0)) }
    }

    static func double(_ name: String, _ comment: String, _ value: @escaping @Sendable (Row) -> Double?) -> Self {
        Self(column: TableColumn(name, .double, comment: comment)) { $2.append(optional: value($0)) }
    }

    static func flag(_ name: String, _ comment: String, _ value: @escaping @Sendable (Row) -> Bool?) -> Self {
        Self(column: TableColumn(name, .boolean, comment: comment)) { $2.append(optional: value($0)) }
    }

    static func time(_ name: String, _ comment: String, _ value: @escaping @Sendable (Row) -> Timestamp?) -> Self {
        Self(column: TableColumn(name, .timestamp, comment: comment)) { $2.append(optional: value($0)?.microseconds) }
    }

    static var ingestedAt: Self {
        Self(column: TableColumn.ingestedAt) { $2.append($1.microseconds) }
    }
}
