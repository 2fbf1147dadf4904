public import Parquet

/// One column of a table, as Iceberg knows it.
public struct TableField: Sendable, Hashable {
    /// Given once and never again; data files find their columns by it.
    public var id: Int32
    /// The column's name.
    public var name: String
    /// The column's type.
    public var type: ColumnType
    /// Whether null is forbidden.
    public var isRequired: Bool
    /// Iceberg's `doc`.
    public var comment: String?

    /// A field; see the properties.
    public init(id: Int32, name: String, type: ColumnType, isRequired: Bool = false, comment: String? = nil) {
        self.id = id
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.comment = comment
    }

    /// The field as a column of data files.
    public var column: Column { Column(name, type, isRequired: isRequired, fieldID: id) }
}

/// A column that a table should have; its id is the table's business.
public struct FieldRequest: Sendable, Hashable {
    /// The column's name.
    public var name: String
    /// The column's type.
    public var type: ColumnType
    /// Whether null is forbidden; only a new table can promise that.
    public var isRequired: Bool
    /// What the column holds, for people.
    public var comment: String?

    /// A request; see the properties.
    public init(_ name: String, _ type: ColumnType, isRequired: Bool = false, comment: String? = nil) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.comment = comment
    }
}
