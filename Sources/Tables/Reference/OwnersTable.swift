public import CRM
public import Foundations
public import Parquet

/// `owners`: one row per person or queue that records can be assigned to, archived ones too.
public struct OwnersTable: Sendable {
    private static let layout = RowLayout<Owner>(
        "owners", "Whom records can be assigned to.",
        [
            .key("ownerid", "The owner's id, as in hubspot_owner_id.", text: { $0.id }),
            .text("type", "PERSON or QUEUE.") { $0.type },
            .text("email", "E-mail address.") { $0.email },
            .text("firstname", "First name.") { $0.firstName },
            .text("lastname", "Last name.") { $0.lastName },
            .number("userid", "The user's id; null for archived owners.") { $0.userID },
            .number("useridincludinginactive", "The user's id, which archived owners keep.") {
                $0.userIDIncludingInactive
            },
            .flag("isactive", "Whether the owner is not archived.") { !$0.isArchived },
            .flag("archived", "Whether the owner is archived.") { $0.isArchived },
            .time("createdat", "When the owner was made.") { $0.createdAt },
            .time("updatedat", "When the owner last changed.") { $0.updatedAt },
        ])

    /// The table of all owners.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The owners as rows.
    public func batch(for owners: [Owner], ingestedAt: Timestamp) -> ColumnBatch {
        Self.layout.batch(of: owners, ingestedAt: ingestedAt)
    }
}
