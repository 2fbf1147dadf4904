public import CRM
public import Foundations
public import Parquet

/// `object_and_event_type_definitions`: one row per object type and per event type, with the name of its table.
public struct TypeDefinitionsTable: Sendable {
    private static let layout = RowLayout<Row>(
        "object_and_event_type_definitions",
        "The object types and event types of the account, and the names of their tables.",
        [
            .key("objecttypeid", "The type's id, as 0-1 for contacts or 4-96000 for page views.", text: { $0.id }),
            .text("fullyqualifiedname", "The name with the prefix of who defined it.") { $0.fullyQualifiedName },
            .text("name", "The internal name.") { $0.name },
            .text("singularname", "The singular label.") { $0.singularName },
            .text("pluralname", "The plural label.") { $0.pluralName },
            .text("description", "What users wrote about a custom type.") { $0.description },
            .text("metatype", "Who defined the type: hubspot, integrator or portal.") { $0.metaType },
            .text("primarydisplayproperty", "The property shown as a record's title.") { $0.primaryDisplayProperty },
            .text("tablename", "The type's individual table.") { $0.tableName },
            .flag("archived", "Whether the type is archived.") { $0.isArchived },
            .time("createdat", "When a custom type was made.") { $0.createdAt },
            .time("updatedat", "When a custom type last changed.") { $0.updatedAt },
        ])

    /// The table of all types.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The types as rows, object types first; `names` has their tables.
    public func batch(
        for types: [ObjectType], events: [EventType] = [], names: TableNames, ingestedAt: Timestamp
    ) -> ColumnBatch {
        let rows = types.map { Row($0, table: names[$0.id]?.table) } + events.map { Row($0, table: names[$0]) }
        return Self.layout.batch(of: rows, ingestedAt: ingestedAt)
    }
}

// MARK: - Rows

/// What object types and event types have in common.
private struct Row {
    let id: String
    let fullyQualifiedName: String
    let name: String
    var singularName: String?
    var pluralName: String?
    let description: String?
    let metaType: String?
    var primaryDisplayProperty: String?
    let tableName: String?
    let isArchived: Bool
    let createdAt: Timestamp?
    let updatedAt: Timestamp?

    init(_ type: ObjectType, table: String?) {
        id = type.id.rawValue
        fullyQualifiedName = type.fullyQualifiedName
        name = type.name
        singularName = type.singularLabel
        pluralName = type.pluralLabel
        description = type.description
        // Partner types have no published id; only custom types and integrations are not HubSpot's own.
        metaType = Self.metaType(id) ?? "hubspot"
        primaryDisplayProperty = type.primaryDisplayProperty
        tableName = table
        isArchived = type.isArchived
        createdAt = type.createdAt
        updatedAt = type.updatedAt
    }

    init(_ type: EventType, table: String?) {
        let parts = EventTypeName(type.fullyQualifiedName)
        id = type.id
        fullyQualifiedName = type.fullyQualifiedName
        name = type.name ?? parts.stem
        singularName = type.label
        description = type.description
        metaType = Self.metaType(id) ?? parts.metaType
        tableName = table
        isArchived = type.isArchived
        createdAt = type.createdAt
        updatedAt = type.updatedAt
    }

    /// The first number of an id: 0 to 2 for objects, 4 to 6 for events.
    private static func metaType(_ id: String) -> String? {
        switch id.prefix(while: { $0 != "-" }) {
        case "0", "4": "hubspot"
        case "1", "5": "integrator"
        case "2", "6": "portal"
        default: nil
        }
    }
}
