/// What one commit does to a table. Everything in it becomes visible at once, or nothing does.
public struct TableChange: Sendable {
    /// Which rows leave when the added files come.
    public enum Operation: Sendable, Hashable {
        /// All of them.
        case replaceAll
        /// Those of these values of the partition column; other partitions' files stay untouched, and added ones come beside them.
        case replacePartitions(Set<String>)
        /// None.
        case append
        /// Those that a removal took out, by delete files or by writing what stays again.
        case rowDelta(RowRemoval)
        /// None: the added files hold the very rows of those that leave.
        case replaceFiles(FileReplacement)
        /// None: these snapshots, and tags and branches that end in them, are forgotten.
        case removeSnapshots(Set<Int64>)
        /// None, and none come: schema and properties only, without a new snapshot.
        case metadataOnly
    }

    /// Whether the change makes a new snapshot.
    var makesSnapshot: Bool {
        switch operation {
        case .metadataOnly, .removeSnapshots: false
        case .replaceAll, .replacePartitions, .append, .rowDelta, .replaceFiles: true
        }
    }

    /// The table's schema from now on, made by ``TableSchema/evolve(_:to:key:)`` from the schema that the table has.
    public var schema: TableSchema
    /// The text column whose value divides the files; fixed when the table is created.
    public var partitionColumn: String?
    /// Which rows leave.
    public var operation: Operation
    /// Files already in the store.
    public var addedFiles: [DataFile]
    /// Table properties to set; others stay.
    public var properties: [String: String]
    /// Entries of the snapshot's summary beside the counts.
    public var summary: [String: String]
    /// What the table holds, for people (the property `comment`).
    public var comment: String?
    /// Where the source stands once this change is committed (``LakehouseTable/cursor``); nil leaves it.
    public var cursor: String?

    /// A change; see the properties.
    public init(
        schema: TableSchema, partitionColumn: String? = nil, operation: Operation, addedFiles: [DataFile] = [],
        properties: [String: String] = [:], summary: [String: String] = [:], comment: String? = nil,
        cursor: String? = nil
    ) {
        self.schema = schema
        self.partitionColumn = partitionColumn
        self.operation = operation
        self.addedFiles = addedFiles
        self.properties = properties
        self.summary = summary
        self.comment = comment
        self.cursor = cursor
    }
}
