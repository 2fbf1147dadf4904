public import CRM
public import Foundations
public import Parquet

/// `associations_<plural x>_to_<plural y>`: one row per record x, record y and type of their association. The other direction
/// is a table of its own.
public struct AssociationsTable: Sendable {
    /// The directed pair of types.
    public let pair: AssociationPair
    private let layout: RowLayout<Association>

    /// The table of `pair`; nil where `names` has no name for it.
    public init?(pair: AssociationPair, names: TableNames) {
        guard let table = names[pair], let from = names[pair.from], let to = names[pair.to] else { return nil }
        let isSelfPair = pair.from == pair.to
        let fromColumn = isSelfPair ? "from_\(from.singular)_objectid" : "\(from.singular)_objectid"
        let toColumn = isSelfPair ? "to_\(to.singular)_objectid" : "\(to.singular)_objectid"
        self.pair = pair
        layout = RowLayout(
            table, "Associations from \(from.plural) to \(to.plural): one row per two records and association type.",
            [
                .key(fromColumn, "The record where the association starts.", number: { $0.fromID }),
                .key(toColumn, "The record it points to.", number: { $0.toID }),
                .text("combinedassociationtypeid", "Category number and type id, as 0-279.") { $0.combinedTypeID },
                .key("associationcategory", "Who defined the association type.", text: { $0.category.rawValue }),
                .key("associationtypeid", "The association type, unique inside its category.", number: { $0.typeID }),
                .text("label", "The association's label; null for the unlabelled type.") { $0.label },
                .flag("ismainassociationdefinition", "Null: HubSpot's API does not say.") { _ in nil },
            ])
    }

    /// The table.
    public var definition: TableDefinition { layout.definition }

    /// The associations as rows.
    public func batch(for associations: [Association], ingestedAt: Timestamp) -> ColumnBatch {
        layout.batch(of: associations, ingestedAt: ingestedAt)
    }
}
