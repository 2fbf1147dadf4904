import Foundations
public import Parquet

/// The columns of a table with the ids that Iceberg finds them by.
public struct TableSchema: Sendable, Hashable {
    /// Columns of types that hublake reads and writes, in the table's order.
    public internal(set) var fields: [TableField]
    /// The names of the primary key's columns (`identifier-field-ids`).
    public internal(set) var identifierNames: [String]
    /// The highest id ever given in this table; new columns get higher ones, so that a dropped column's id never comes back.
    public internal(set) var lastColumnID: Int32
    /// Columns that another program added with a type that hublake does not write, by their place among all columns. They
    /// are kept and stay null in files of ours.
    var foreignFields: [ForeignField] = []

    /// A column kept as its JSON.
    struct ForeignField: Sendable, Hashable {
        /// Index among all columns.
        var place: Int
        var name: String
        var json: JSONValue
    }

    /// A schema of `fields`, with ids that are already given.
    public init(fields: [TableField], identifierNames: [String] = []) {
        self.fields = fields
        self.identifierNames = identifierNames
        lastColumnID = fields.map(\.id).max() ?? 0
    }

    /// The fields as columns of data files.
    public var columns: [Column] { fields.map(\.column) }

    /// The field called `name`.
    public subscript(name: String) -> TableField? { fields.first { $0.name == name } }
}
