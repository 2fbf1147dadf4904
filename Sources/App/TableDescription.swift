import Lakehouse
import Parquet
import Sync
import Tables

/// One table as `hublake describe` shows it.
public struct TableDescription: Sendable, Encodable {
    /// One column of the table.
    public struct Column: Sendable, Encodable {
        /// Its name.
        public var name: String
        /// Its type in Iceberg's words.
        public var type: String
        /// Whether it belongs to the primary key.
        public var isKey: Bool
        /// HubSpot's label and description, or a sentence of ours.
        public var comment: String?

        enum CodingKeys: String, CodingKey {
            case name, type, comment
            case isKey = "key"
        }
    }

    /// The table's name.
    public var name: String
    /// What a row of it is.
    public var comment: String?
    /// The current metadata file, for engines that want a path.
    public var metadataLocation: String
    /// The current snapshot.
    public var snapshotID: Int64?
    /// Rows in it.
    public var rows: Int
    /// Data files of it.
    public var files: Int
    /// Bytes of those files.
    public var bytes: Int
    /// The columns, in order.
    public var columns: [Column]

    init(name: String, table: LakehouseTable) {
        self.name = name
        comment = table.properties["comment"]
        metadataLocation = table.metadataLocation
        snapshotID = table.currentSnapshot?.id
        (rows, files, bytes) = table.totals
        let keys = Set(table.schema.identifierNames)
        columns = table.schema.fields.map { field in
            Column(
                name: field.name, type: field.type.name, isKey: keys.contains(field.name), comment: field.comment)
        }
    }

    enum CodingKeys: String, CodingKey {
        case name, comment, rows, files, bytes, columns
        case metadataLocation = "metadata_location"
        case snapshotID = "snapshot_id"
    }
}
