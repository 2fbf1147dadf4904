public import CRM
public import Foundations
public import Parquet

/// `object_properties`: one row per record of any type and property that is set, all values text.
///
/// The values are encoded as in ``CombinedPropertiesTable``; a record's rows stand in the byte order of the names.
public struct ObjectPropertiesTable: Sendable {
    private let objectTypeID: ObjectTypeID
    private let values: CombinedValues

    /// The rows of one type in the table that all types share.
    ///
    /// - Parameters:
    ///   - properties: the type's definitions; a property without one is taken as text.
    ///   - requested: ``ObjectsTable/requestedProperties``: what else a page has is left out; nil to take all.
    public init(type: ObjectTypeID, properties: [PropertyDefinition], requested: [String]? = nil) {
        objectTypeID = type
        values = CombinedValues(properties: properties, requested: requested)
    }

    /// The table, the same for all types.
    public var definition: TableDefinition { Self.definition }

    /// The table, the same for all types; files hold one object type each.
    public static let definition = TableDefinition(
        name: "object_properties",
        comment: "All set properties of all records: one row per record and property.",
        columns: [
            .objectTypeID, .objectID,
            TableColumn("name", .string, isRequired: true, comment: "The property's internal name, unfolded."),
            TableColumn("value", .string, comment: "The value as text; date-times as epoch milliseconds."),
            .updatedAt, .ingestedAt,
        ], partitionColumn: "objecttypeid")

    /// The page's values as rows; what does not parse stands as it came, and is counted.
    public func batch(
        for page: RecordPage, ingestedAt: Timestamp, counting counts: inout ConversionCounts
    ) -> ColumnBatch {
        var batch = definition.emptyBatch
        let members = values.members(of: page.propertyNames)
        for record in page.records {
            for (name, value) in values.values(of: record, members, table: definition.name, counting: &counts) {
                batch.vectors[0].append(objectTypeID.rawValue)
                batch.vectors[1].append(record.id)
                batch.vectors[2].append(name)
                batch.vectors[3].append(value)
                batch.vectors[4].append(optional: record.updatedAt?.microseconds)
                batch.vectors[5].append(ingestedAt.microseconds)
            }
        }
        counts.countPage(
            table: definition.name, unrequested: page.unrequestedValues, repaired: page.repairedTexts)
        return batch
    }
}
