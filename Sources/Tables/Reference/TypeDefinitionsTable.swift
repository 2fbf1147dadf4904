public import CRM
public import Foundations
public import Parquet

/// `object_and_event_type_definitions`: one row per object type, with the name of its table.
public struct TypeDefinitionsTable: Sendable {
    private static let layout = RowLayout<(type: ObjectType, tableName: String?)>(
        "object_and_event_type_definitions", "The object types of the account, and the names of their tables.",
        [
            .key("objecttypeid", "The type's id, as 0-1 for contacts.", text: { $0.type.id.rawValue }),
            .text("fullyqualifiedname", "The name with the account's prefix for custom types.") {
                $0.type.fullyQualifiedName
            },
            .text("name", "The internal name.") { $0.type.name },
            .text("singularname", "The singular label.") { $0.type.singularLabel },
            .text("pluralname", "The plural label.") { $0.type.pluralLabel },
            .text("description", "What users wrote about a custom type.") { $0.type.description },
            .text("metatype", "Who defined the type: hubspot, integrator or portal.") { metaType($0.type.id) },
            .text("primarydisplayproperty", "The property shown as a record's title.") {
                $0.type.primaryDisplayProperty
            },
            .text("tablename", "The type's individual table.") { $0.tableName },
            .flag("archived", "Whether the type is archived.") { $0.type.isArchived },
            .time("createdat", "When a custom type was made.") { $0.type.createdAt },
            .time("updatedat", "When a custom type last changed.") { $0.type.updatedAt },
        ])

    /// The table of all types.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The types as rows; `names` has their tables.
    public func batch(for types: [ObjectType], names: TableNames, ingestedAt: Timestamp) -> ColumnBatch {
        Self.layout.batch(of: types.map { (type: $0, tableName: names[$0.id]?.table) }, ingestedAt: ingestedAt)
    }

    /// The first number of an id: 0 to 2 for objects, 4 to 6 for events.
    private static func metaType(_ id: ObjectTypeID) -> String? {
        switch id.rawValue.prefix(while: { $0 != "-" }) {
        case "0", "4": "hubspot"
        case "1", "5": "integrator"
        case "2", "6": "portal"
        default: nil
        }
    }
}
