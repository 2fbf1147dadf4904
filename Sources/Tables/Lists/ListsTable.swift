public import CRM
public import Foundations
public import Parquet

/// `lists`: one row per list (HubSpot's pages say segment), deleted ones too as long as they are known.
public struct ListsTable: Sendable {
    private static let layout = RowLayout<SegmentList>(
        "lists", "The lists of records; HubSpot's pages call them segments.",
        [
            .key("listid", "The list's id.", number: { $0.id }),
            .number("classiclistid", "The id in the former contact lists API; null where HubSpot does not say.") {
                $0.classicID
            },
            .text("name", "The name shown in HubSpot.") { $0.name },
            .text("listtype", "MANUAL, DYNAMIC or SNAPSHOT.") { $0.listType },
            .text("processingstatus", "Whether HubSpot is still filling the list.") { $0.processingStatus },
            .text("objecttypeid", "The type of its records.") { $0.objectTypeID?.rawValue },
            .number("size", "Records in it, as HubSpot counts them.") { $0.size },
            .time("createdat", "When it was made.") { $0.createdAt },
            .time("updatedat", "When its definition last changed.") { $0.updatedAt },
            .time("filtersupdatedat", "When its filters last changed.") { $0.filtersUpdatedAt },
            .time("deletedat", "When it was deleted; HubSpot can restore it for 90 days.") { $0.deletedAt },
            .text("createdbyid", "The user who made it.") { $0.createdByID },
        ])

    /// The table of all lists.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The lists as rows.
    public func batch(for lists: [SegmentList], ingestedAt: Timestamp) -> ColumnBatch {
        Self.layout.batch(of: lists, ingestedAt: ingestedAt)
    }
}
