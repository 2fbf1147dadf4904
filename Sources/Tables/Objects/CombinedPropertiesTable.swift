public import CRM
public import Foundations
public import Parquet

/// `object_with_object_properties`: one row per record of any type, its set properties as one JSON object.
///
/// The values are texts in HubSpot's own encoding: date-times as epoch milliseconds, booleans `true` and `false`, all else as
/// HubSpot sent it. The keys stand in byte order, so equal records give equal texts.
public struct CombinedPropertiesTable: Sendable {
    private let objectTypeID: ObjectTypeID
    private let types: [String: String]

    /// The rows of one type in the table that all types share.
    ///
    /// - Parameter properties: the type's definitions; a property without one is taken as text.
    public init(type: ObjectTypeID, properties: [PropertyDefinition]) {
        objectTypeID = type
        types = Dictionary(
            properties.sorted { !$0.isArchived && $1.isArchived }.map { ($0.name, $0.type) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The table, the same for all types.
    public var definition: TableDefinition { Self.definition }

    /// The table, the same for all types; files hold one object type each.
    public static let definition = TableDefinition(
        name: "object_with_object_properties",
        comment: "All records of all types: one row per live record, with its set properties as JSON.",
        columns: [
            TableColumn("objecttypeid", .string, isRequired: true, comment: "The record's object type."),
            TableColumn(
                "objectid", .int64, isRequired: true, comment: "The record's id, unique inside its object type."),
            TableColumn("properties", .string, comment: "JSON object of the set properties, all values text."),
            TableColumn("updatedat", .timestamp, comment: "When the record last changed in HubSpot."),
            TableColumn("ingestedat", .timestamp, comment: "When the row was read from HubSpot."),
        ], partitionColumn: "objecttypeid")

    /// The page's records as rows; date-times that do not parse stand as they came, and are counted.
    public func batch(
        for page: RecordPage, ingestedAt: Timestamp, counting counts: inout ConversionCounts
    ) -> ColumnBatch {
        var batch = definition.emptyBatch
        let members = page.propertyNames.enumerated().map { (name: $1, index: $0, encoding: encoding(of: $1)) }
            .sorted { $0.name < $1.name }
        for record in page.records {
            let values = members.compactMap { member -> (name: String, value: String)? in
                guard member.index < record.values.count, let text = record.values[member.index], !text.isEmpty else {
                    return nil
                }
                guard let value = member.encoding.encode(text) else {
                    counts.countUnparsed(1, table: definition.name, property: member.name)
                    return (member.name, text)
                }
                return (member.name, value)
            }
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

    private func encoding(of property: String) -> CombinedEncoding { CombinedEncoding(hubSpotType: types[property]) }
}
