public import CRM
public import Foundations
public import Parquet

/// `object_properties_history`: one row per change of a property's value, in any organisation.
///
/// The table accumulates: an entry once seen stays, so rows are added and never taken away because HubSpot no longer lists
/// them. Nothing but its key identifies an entry, so two with the same record, property, value and time are one row.
public struct PropertyHistoryTable: Sendable {
    private typealias Row = (type: ObjectTypeID, objectID: Int64, value: String, entry: PropertyHistoryEntry)

    private static let layout = RowLayout<Row>(
        "object_properties_history", "All changes of all properties: one row per change of a value.",
        partitionColumn: "objecttypeid",
        exactly: [
            .key("objecttypeid", "The record's object type.", text: { $0.type.rawValue }),
            .key("objectid", "The record's id, unique inside its object type.", number: { $0.objectID }),
            .key("name", "The property's internal name, unfolded.", text: { $0.entry.property }),
            .key("value", "The value from then on, as in object_properties; empty where cleared.", text: { $0.value }),
            .key("updatedat", "When the value changed.", time: { $0.entry.timestamp }),
            .ingestedAt,
            .text("sourcetype", "What changed it: CRM_UI, API, IMPORT, FORM, ….") { $0.entry.sourceType },
            .text("sourceid", "The source's own id.") { $0.entry.sourceID },
            .text("sourcelabel", "The source's label.") { $0.entry.sourceLabel },
            .number("updatedbyuserid", "The user who changed it.") { $0.entry.updatedByUserID },
        ])

    private let objectTypeID: ObjectTypeID
    private let values: CombinedValues

    /// The rows of one type in the table that all types share.
    ///
    /// - Parameters:
    ///   - properties: the type's definitions; a property without one is taken as text.
    ///   - requested: ``ObjectsTable/requestedProperties``: other properties' history is left out; nil to take all.
    public init(type: ObjectTypeID, properties: [PropertyDefinition], requested: [String]? = nil) {
        objectTypeID = type
        values = CombinedValues(properties: properties, requested: requested)
    }

    /// The table, the same for all types.
    public var definition: TableDefinition { Self.definition }

    /// The table, the same for all types; files hold one object type each.
    public static let definition = layout.definition

    /// The changes that the page's records carry, each once; what does not parse stands as it came, and is counted.
    public func batch(
        for page: RecordPage, ingestedAt: Timestamp, counting counts: inout ConversionCounts
    ) -> ColumnBatch {
        var rows: [Row] = []
        for record in page.records {
            var seen: Set<Change> = []
            for entry in record.history where values.isWanted(entry.property) {
                let encoded = values.encoding(of: entry.property).encode(entry.value)
                let value = encoded ?? entry.value
                guard seen.insert(Change(entry, value: value)).inserted else { continue }
                if encoded == nil { counts.countUnparsed(1, table: definition.name, property: entry.property) }
                rows.append((objectTypeID, record.id, value, entry))
            }
        }
        return Self.layout.batch(of: rows, ingestedAt: ingestedAt)
    }
}

/// What tells one change of a record from another. Bytes, since equal strings may differ in their bytes.
private struct Change: Hashable {
    let property: String
    let value: [UInt8]
    let time: Timestamp

    init(_ entry: PropertyHistoryEntry, value: String) {
        property = entry.property
        self.value = Array(value.utf8)
        time = entry.timestamp
    }
}
