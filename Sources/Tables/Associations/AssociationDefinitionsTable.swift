public import CRM
public import Foundations
public import Parquet

/// `association_definitions`: one row per association type of a directed pair of object types.
public struct AssociationDefinitionsTable: Sendable {
    private static let layout = RowLayout<AssociationDefinition>(
        "association_definitions", "The association types of all pairs of object types.",
        [
            .text("combinedassociationtypeid", "Category number and type id, as 0-279.") { $0.combinedTypeID },
            .key("category", "Who defined the association type.", text: { $0.category.rawValue }),
            .key("id", "The association type, unique inside its category.", number: { $0.typeID }),
            .key("fromobjecttypeid", "The object type where it starts.", text: { $0.pair.from.rawValue }),
            .key("toobjecttypeid", "The object type it points to.", text: { $0.pair.to.rawValue }),
            .text("name", "Null: HubSpot's API does not say.") { _ in nil },
            .text("label", "The label; null for the unlabelled type.") { $0.label },
            .text("cardinality", "Null: HubSpot's API does not say.") { _ in nil },
            .number("inverseid", "Null: HubSpot's API does not say.") { _ in nil },
            .flag("ismainassociationdefinition", "Null: HubSpot's API does not say.") { _ in nil },
        ])

    /// The table of all pairs.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The definitions as rows.
    public func batch(for definitions: [AssociationDefinition], ingestedAt: Timestamp) -> ColumnBatch {
        Self.layout.batch(of: definitions, ingestedAt: ingestedAt)
    }
}
