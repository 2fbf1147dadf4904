public import Parquet

/// What a table should be: its name, columns, key and partitioning.
public struct TableDefinition: Sendable, Hashable {
    /// The table's name, which is its folder's too.
    public var name: String
    /// What a row of it is.
    public var comment: String
    /// The columns, in order.
    public var columns: [TableColumn]
    /// The columns that name a row; Iceberg's identifier fields. Each is required.
    public var primaryKey: [String]
    /// The column whose values each have files of their own; nil for a table without partitions.
    public var partitionColumn: String?

    /// A table; its primary key is made of the required columns, in their order.
    public init(name: String, comment: String, columns: [TableColumn], partitionColumn: String? = nil) {
        self.name = name
        self.comment = comment
        self.columns = columns
        self.primaryKey = columns.filter(\.isRequired).map(\.name)
        self.partitionColumn = partitionColumn
    }

    /// A batch of this table without rows.
    public var emptyBatch: ColumnBatch {
        ColumnBatch(columns: columns.map { Column($0.name, $0.type, isRequired: $0.isRequired) })
    }
}
