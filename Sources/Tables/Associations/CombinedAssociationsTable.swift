public import CRM
public import Foundations
public import Parquet

/// `associations`: one row per two records and association type, of all pairs of object types, in both directions.
public struct CombinedAssociationsTable: Sendable {
    private static let layout = RowLayout<(pair: AssociationPair, association: Association)>(
        "associations", "All associations of all types: one row per two records and association type.",
        partitionColumn: "fromobjecttypeid",
        [
            .text("combinedassociationtypeid", "Category number and type id, as 0-279.") {
                $0.association.combinedTypeID
            },
            .key("associationcategory", "Who defined the type.", text: { $0.association.category.rawValue }),
            .key("associationtypeid", "The type, unique inside its category.", number: { $0.association.typeID }),
            .key("fromobjecttypeid", "The object type where it starts.", text: { $0.pair.from.rawValue }),
            .key("fromobjectid", "The record where it starts.", number: { $0.association.fromID }),
            .key("toobjecttypeid", "The object type it points to.", text: { $0.pair.to.rawValue }),
            .key("toobjectid", "The record it points to.", number: { $0.association.toID }),
            .text("label", "The association's label; null for the unlabelled type.") { $0.association.label },
        ])

    /// The table of all pairs.
    public init() {}

    /// The table; files hold the pairs that start at one object type.
    public var definition: TableDefinition { Self.layout.definition }

    /// The associations of one pair as rows.
    public func batch(
        for associations: [Association], of pair: AssociationPair, ingestedAt: Timestamp
    ) -> ColumnBatch {
        Self.layout.batch(of: associations.lazy.map { (pair: pair, association: $0) }, ingestedAt: ingestedAt)
    }
}
