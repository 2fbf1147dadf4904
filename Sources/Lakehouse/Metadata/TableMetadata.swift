import Foundations

/// A table's metadata file (spec v2, "Table Metadata"): what the table is, and which snapshot is current.
///
/// Members that this model does not know are kept in ``others`` and written again.
struct TableMetadata: Sendable, Hashable {
    var uuid: String
    /// Absolute path of the table's folder.
    var location: String
    var lastSequenceNumber: Int64
    var lastUpdated: Timestamp
    var lastColumnID: Int32
    var schemas: [StoredSchema]
    var currentSchemaID: Int32
    var specs: [PartitionSpec]
    var defaultSpecID: Int32
    var lastPartitionID: Int32
    var sortOrders: [JSONValue]
    var defaultSortOrderID: Int64
    var properties: [String: String]
    var currentSnapshotID: Int64?
    var snapshots: [Snapshot]
    var snapshotLog: [JSONValue]
    var metadataLog: [JSONValue]
    /// Branches and tags by name; `main` is the current snapshot.
    var refs: JSONObject
    var others = JSONObject()

    /// A schema with its id, and its JSON as it was read, so that unknown members survive.
    struct StoredSchema: Sendable, Hashable {
        var id: Int32
        var schema: TableSchema
        var json: JSONValue
    }

    /// The current schema.
    var schema: TableSchema? { schemas.last { $0.id == currentSchemaID }?.schema }

    /// The current snapshot; nil for a table that never had one.
    var currentSnapshot: Snapshot? { snapshots.last { $0.id == currentSnapshotID } }
}
