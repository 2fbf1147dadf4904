public import CRM
public import Foundations
public import Parquet

/// `list_memberships`: one row per list and record in it.
public struct ListMembershipsTable: Sendable {
    private static let layout = RowLayout<(list: SegmentList, membership: ListMembership)>(
        "list_memberships", "Which records are in the lists.",
        [
            .key("listid", "The list.", number: { $0.list.id }),
            .text("objecttypeid", "The object type of the list's records.") { $0.list.objectTypeID?.rawValue },
            .key("objectid", "The record.", number: { $0.membership.objectID }),
            .time("joinedat", "When the record came into the list.") { $0.membership.joinedAt },
        ])

    /// The table of all lists' memberships.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// Memberships of one list as rows.
    public func batch(for memberships: [ListMembership], of list: SegmentList, ingestedAt: Timestamp) -> ColumnBatch {
        Self.layout.batch(of: memberships.lazy.map { (list: list, membership: $0) }, ingestedAt: ingestedAt)
    }
}
