public import CRM
public import Foundations
public import Parquet

/// `owner_teams`: one row per owner and team.
public struct OwnerTeamsTable: Sendable {
    private static let layout = RowLayout<(owner: Owner, team: Owner.Team)>(
        "owner_teams", "Which teams the owners belong to.",
        [
            .key("ownerid", "The owner's id.", text: { $0.owner.id }),
            .key("teamid", "The team's id.", text: { $0.team.id }),
            .text("teamname", "The team's name.") { $0.team.name },
            .flag("isprimary", "Whether it is the owner's main team.") { $0.team.isPrimary },
        ])

    /// The table of all owners' teams.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The owners' teams as rows.
    public func batch(for owners: [Owner], ingestedAt: Timestamp) -> ColumnBatch {
        let rows = owners.flatMap { owner in owner.teams.map { (owner: owner, team: $0) } }
        return Self.layout.batch(of: rows, ingestedAt: ingestedAt)
    }
}
