public import CRM
public import Foundations
public import Parquet

/// `objects`: one row per record of any type, without its properties.
public struct CombinedObjectsTable: Sendable {
    private static let layout = RowLayout<(type: ObjectTypeID, record: Record)>(
        "objects", "All records of all types: one row per live record.", partitionColumn: "objecttypeid",
        [
            .key("objecttypeid", "The record's object type.", text: { $0.type.rawValue }),
            .key("objectid", "The record's id, unique inside its object type.", number: { $0.record.id }),
            .time("updatedat", "When the record last changed in HubSpot.") { $0.record.updatedAt },
        ])

    /// The table of all records.
    public init() {}

    /// The table, the same for all types; files hold one object type each.
    public var definition: TableDefinition { Self.layout.definition }

    /// The page's records as rows.
    public func batch(for page: RecordPage, of type: ObjectTypeID, ingestedAt: Timestamp) -> ColumnBatch {
        Self.layout.batch(of: page.records.lazy.map { (type: type, record: $0) }, ingestedAt: ingestedAt)
    }
}
