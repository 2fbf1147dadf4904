public import CRM
public import Foundations
public import Parquet

/// `property_definitions`: one row per property of an object type, with the name of its column.
public struct PropertyDefinitionsTable: Sendable {
    private typealias Row = (type: ObjectTypeID, column: String, property: PropertyDefinition)

    private static let layout = RowLayout<Row>(
        "property_definitions", "The properties of all object types, and the names of their columns.",
        [
            .key("objecttypeid", "The object type.", text: { $0.type.rawValue }),
            .text("name", "The internal name, unfolded.") { $0.property.name },
            .key("columnname", "The property's column in its type's individual table.", text: { $0.column }),
            .text("label", "The label shown in HubSpot.") { $0.property.label },
            .text("description", "What users or HubSpot wrote about it.") { $0.property.description },
            .text("type", "HubSpot's type.") { $0.property.type },
            .text("fieldtype", "HubSpot's field type.") { $0.property.fieldType },
            .text("groupname", "The group it is shown in.") { $0.property.groupName },
            .text("options", "The options of an enumeration, as a JSON array.") { $0.property.optionsJSON },
            .number("displayorder", "Position inside its group.") { $0.property.displayOrder },
            .flag("calculated", "Whether HubSpot computes the value.") { $0.property.isCalculated },
            .flag("hasuniquevalue", "Whether two records may not share a value.") { $0.property.hasUniqueValue },
            .flag("hidden", "Whether HubSpot hides it from its pages.") { $0.property.isHidden },
            .flag("hubspotdefined", "Whether HubSpot defined it.") { $0.property.isHubSpotDefined },
            .text("referencedobjecttype", "For ids: what they refer to.") { $0.property.referencedObjectType },
            .text("datasensitivity", "non_sensitive, sensitive or highly_sensitive.") { $0.property.dataSensitivity },
            .flag("archived", "Whether the definition is archived.") { $0.property.isArchived },
            .time("archivedat", "When it was archived.") { $0.property.archivedAt },
            .time("createdat", "When it was made.") { $0.property.createdAt },
            .time("updatedat", "When it last changed.") { $0.property.updatedAt },
            .text("createuserid", "The user who made it.") { $0.property.createdUserID },
            .text("updateuserid", "The user who last changed it.") { $0.property.updatedUserID },
        ])

    /// The table of all types' properties.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The properties of one object type as rows. A column whose property HubSpot no longer lists has a row too, archived.
    ///
    /// - Parameter assignments: ``ObjectsTable/assignments``, which has a name for each definition.
    public func batch(
        for definitions: [PropertyDefinition], of type: ObjectTypeID, assignments: [ColumnAssignment],
        ingestedAt: Timestamp
    ) -> ColumnBatch {
        let listed = Dictionary(
            definitions.map { (ColumnNaming.Key($0), $0) }, uniquingKeysWith: { $0.isArchived ? $1 : $0 })
        let rows = assignments.compactMap { assignment -> Row? in
            if let property = listed[ColumnNaming.Key(assignment)] { return (type, assignment.column, property) }
            return assignment.isColumn ? (type, assignment.column, Self.vanished(assignment)) : nil
        }
        return Self.layout.batch(of: rows, ingestedAt: ingestedAt)
    }

    private static func vanished(_ assignment: ColumnAssignment) -> PropertyDefinition {
        PropertyDefinition(
            name: assignment.property, label: assignment.property, type: assignment.hubSpotType, fieldType: "",
            isArchived: true)
    }
}
