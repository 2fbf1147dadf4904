/// Some rows of a table, column by column; all vectors have the same number of rows.
public struct ColumnBatch: Sendable, Hashable {
    /// The columns, in order.
    public var columns: [Column]
    /// One vector per column.
    public var vectors: [ColumnVector]

    /// No rows yet.
    public init(columns: [Column]) {
        self.columns = columns
        vectors = columns.map { ColumnVector($0.type) }
    }

    /// Rows in the batch.
    public var rowCount: Int { vectors.first?.count ?? 0 }

    /// Bytes that the values take in memory, about.
    public var byteCount: Int { vectors.reduce(0) { $0 + $1.byteCount } }

    /// The vector of the column called `name`.
    public subscript(name: String) -> ColumnVector? {
        columns.firstIndex { $0.name == name }.map { vectors[$0] }
    }
}
