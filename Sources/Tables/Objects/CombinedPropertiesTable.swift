public import CRM
public import Foundations
public import Parquet

/// `object_with_object_properties`: one row per record of any type, its set properties as one JSON object.
///
/// The values are texts in HubSpot's own encoding: date-times as epoch milliseconds, booleans `true` and `false`, all else as
/// HubSpot sent it. The keys stand in byte order, so equal records give equal texts.
public struct CombinedPropertiesTable: Sendable {
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
        name: "object_with_object_properties",
        comment: "All records of all types: one row per live record, with its set properties as JSON.",
        columns: [
            .objectTypeID, .objectID,
            TableColumn("properties", .string, comment: "JSON object of the set properties, all values text."),
            .updatedAt, .ingestedAt,
        ], partitionColumn: "objecttypeid")

    /// The page's records as rows; date-times that do not parse stand as they came, and are counted.
    public func batch(
        for page: RecordPage, ingestedAt: Timestamp, counting counts: inout ConversionCounts
    ) -> ColumnBatch {
        var batch = definition.emptyBatch
        let members = values.members(of: page.propertyNames)
        for record in page.records {
            let values = values.values(of: record, members, table: definition.name, counting: &counts)
            batch.vectors[0].append(objectTypeID.rawValue)
            batch.vectors[1].append(record.id)
            batch.vectors[2].append(utf8: JSONText.object(values))
            batch.vectors[3].append(optional: record.updatedAt?.microseconds)
            batch.vectors[4].append(ingestedAt.microseconds)
        }
        counts.countPage(
            table: definition.name, unrequested: page.unrequestedValues, repaired: page.repairedTexts)
        return batch
    }
}
