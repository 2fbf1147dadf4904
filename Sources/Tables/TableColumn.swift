public import Parquet

/// One column of a table, before it has an Iceberg field id.
public struct TableColumn: Sendable, Hashable {
    /// Lower case, `[a-z0-9_]`, at most 120 bytes.
    public var name: String
    /// The column's type, fixed when the column is first made.
    public var type: ColumnType
    /// Whether null is forbidden; so for the columns of the primary key only, since the rest may be added at any run.
    public var isRequired: Bool
    /// What the column holds: HubSpot's label and description for properties, a sentence of ours for the others.
    public var comment: String

    /// A column; see the properties.
    public init(_ name: String, _ type: ColumnType, isRequired: Bool = false, comment: String) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.comment = comment
    }
}

/// The columns that tables of records share.
extension TableColumn {
    static let objectTypeID = TableColumn(
        "objecttypeid", .string, isRequired: true, comment: "The record's object type.")
    static let objectID = TableColumn(
        "objectid", .int64, isRequired: true, comment: "The record's id, unique inside its object type.")
    static let updatedAt = TableColumn("updatedat", .timestamp, comment: "When the record last changed in HubSpot.")
    static let ingestedAt = TableColumn("ingestedat", .timestamp, comment: "When the row was read from HubSpot.")
}
