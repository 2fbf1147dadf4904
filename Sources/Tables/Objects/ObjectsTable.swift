public import CRM
public import Foundations
public import Parquet

/// `objects_<plural>`: one row per live record of a type, one column per property.
public struct ObjectsTable: Sendable {
    /// The table: the columns that were made earlier as they were, then new ones by name.
    public private(set) var definition: TableDefinition
    /// Every definition's name, in the order of the columns; to be kept with the table and given back to the next run.
    public let assignments: [ColumnAssignment]
    /// The properties to ask HubSpot for: live, wanted and not left out as sensitive.
    public let requestedProperties: [String]
    /// Properties that appeared after the table was made and are ignored by the configuration.
    public let ignoredProperties: [String]
    /// Properties whose type in the configuration came too late: their column keeps the type it was made with.
    public let ignoredTypes: [String]

    private let objectTypeID: ObjectTypeID
    private var properties: [PropertyColumn]
    private let keepsArchived: Bool

    /// The table of `type`.
    ///
    /// - Parameters:
    ///   - names: where the type has its name.
    ///   - properties: all definitions of the type, archived and sensitive ones too.
    ///   - assigned: the assignments of earlier runs; none for a table that is new.
    public init(
        type: ObjectType, names: TableNames, properties definitions: [PropertyDefinition],
        assigned: [ColumnAssignment] = [], settings: TableSettings = TableSettings()
    ) {
        let name = names[type.id] ?? TableNames.assign([type])[type.id]
        let selection = PropertySelection(type: type, plural: name?.plural ?? type.name, settings: settings)
        let plan = ColumnPlan(definitions, selection: selection, assigned: assigned)
        objectTypeID = type.id
        assignments = plan.assignments
        requestedProperties = plan.requested.sorted()
        ignoredProperties = plan.ignored
        ignoredTypes = plan.ignoredTypes
        keepsArchived = settings.deleted == .keep
        properties = plan.columns(unparsed: settings.unparsed)
        definition = TableDefinition(
            name: name?.table ?? "objects_\(NameFolding.fold(type.name))",
            comment: Self.comment(type),
            columns: Self.recordColumns + (keepsArchived ? Self.archiveColumns : []) + properties.flatMap(\.columns))
    }

    /// The same table with no other columns of properties than those that `names` fill.
    public func narrowed(to names: Set<String>) -> ObjectsTable {
        var narrow = self
        narrow.properties = properties.filter { $0.source.map(names.contains) ?? false }
        let all = Set(propertyColumns)
        narrow.definition.columns.removeAll { all.contains($0.name) }
        narrow.definition.columns += narrow.properties.flatMap(\.columns)
        return narrow
    }

    /// The columns of properties, their raw texts' too.
    public var propertyColumns: [String] { properties.flatMap(\.columns).map(\.name) }

    /// The page's records as rows. Properties of the page that have no column are left out; values that do not parse are
    /// null, with their text beside them, and counted.
    public func batch(
        for page: RecordPage, ingestedAt: Timestamp, counting counts: inout ConversionCounts
    ) -> ColumnBatch {
        var batch = definition.emptyBatch
        batch.vectors = recordVectors(page.records, ingestedAt: ingestedAt)
        let positions = Dictionary(zip(page.propertyNames, 0...), uniquingKeysWith: { first, _ in first })
        for property in properties {
            let index = property.source.flatMap { positions[$0] }
            let (vectors, unparsed) = property.vectors(
                of: page.records.lazy.map { record in
                    index.flatMap { $0 < record.values.count ? record.values[$0] : nil }
                })
            batch.vectors += vectors
            if let source = property.source {
                counts.countUnparsed(unparsed, table: definition.name, property: source)
            }
        }
        counts.countPage(
            table: definition.name, unrequested: page.unrequestedValues, repaired: page.repairedTexts)
        return batch
    }
}

// MARK: - The columns that every record has

extension ObjectsTable {
    static let recordColumns = [
        TableColumn("objecttypeid", .string, comment: "The record's object type, as 0-1 for contacts."),
        .objectID, .updatedAt, .ingestedAt,
    ]

    static let archiveColumns = [
        TableColumn("archived", .boolean, comment: "Whether the record is archived in HubSpot."),
        TableColumn("archivedat", .timestamp, comment: "When the record was archived."),
    ]

    private func recordVectors(_ records: [Record], ingestedAt: Timestamp) -> [ColumnVector] {
        var vectors = (Self.recordColumns + (keepsArchived ? Self.archiveColumns : [])).map { ColumnVector($0.type) }
        for record in records {
            vectors[0].append(objectTypeID.rawValue)
            vectors[1].append(record.id)
            vectors[2].append(optional: record.updatedAt?.microseconds)
            vectors[3].append(ingestedAt.microseconds)
            if keepsArchived {
                vectors[4].append(record.isArchived)
                vectors[5].append(optional: record.archivedAt?.microseconds)
            }
        }
        return vectors
    }

    private static func comment(_ type: ObjectType) -> String {
        let head = "\(type.pluralLabel): one row per live record."
        guard let description = type.description, !description.isEmpty else { return head }
        return "\(head) \(description)"
    }
}
