public import CRM
public import Foundations
public import Parquet

/// `events_<name>`: one row per occurrence of an event type, one column per property.
///
/// Properties without a definition become text columns as soon as they are known. Before a batch is written, ask
/// ``unknownProperties(in:)`` and, where there are any, go on with the table that ``extended(with:)`` gives.
public struct EventsTable: Sendable {
    /// The table: the columns that were made earlier as they were, then new ones by name.
    public let definition: TableDefinition
    /// Every property's name, in the order of the columns; to be kept with the table and given back to the next run.
    public let assignments: [ColumnAssignment]
    /// Properties that appeared after the table was made and are ignored by the configuration.
    public let ignoredProperties: [String]
    /// Properties whose type in the configuration came too late: their column keeps the type it was made with.
    public let ignoredTypes: [String]
    /// The event type.
    public let type: EventType

    private let names: TableNames
    private let settings: TableSettings
    private let selection: PropertySelection
    private let isClosed: Bool
    private let seen: Set<String>
    private let columns: [PropertyColumn]
    /// All properties that are defined, occurred or have a name, also those that are left out.
    private let known: Set<String>
    /// How the combined table writes the properties that are wanted.
    private let encodings: [String: CombinedEncoding]

    /// The table of `type`.
    ///
    /// - Parameters:
    ///   - names: where the type has its table's name.
    ///   - properties: names of properties that occurred so far, as far as they are known already.
    ///   - assigned: the assignments of earlier runs; none for a table that is new.
    public init(
        type: EventType, names: TableNames, properties seen: some Sequence<String> = [],
        assigned: [ColumnAssignment] = [], settings: TableSettings = TableSettings()
    ) {
        self.init(
            type, names, seen: Set(seen), assigned: assigned, settings,
            isClosed: ColumnPlan.isClosed(assigned, settings))
    }

    private init(
        _ type: EventType, _ names: TableNames, seen: Set<String>, assigned: [ColumnAssignment],
        _ settings: TableSettings, isClosed: Bool
    ) {
        let name = names[type] ?? "events_\(NameFolding.fold(EventTypeName(type.fullyQualifiedName).stem))"
        let selection = PropertySelection(event: type, table: name, settings: settings)
        let properties = EventProperties.definitions(of: type, seen: seen, assigned: assigned)
        let plan = ColumnPlan(properties, selection: selection, assigned: assigned, isClosed: isClosed)
        let columns = plan.columns(unparsed: settings.unparsed)
        self.type = type
        self.names = names
        self.settings = settings
        self.selection = selection
        self.isClosed = isClosed
        self.seen = seen
        self.columns = columns
        assignments = plan.assignments
        ignoredProperties = plan.ignored
        ignoredTypes = plan.ignoredTypes
        known = Set(properties.map(\.name))
        encodings = Dictionary(
            properties.filter(plan.isRequested).map { ($0.name, CombinedEncoding(hubSpotType: $0.type)) },
            uniquingKeysWith: { first, _ in first })
        definition = TableDefinition(
            name: name, comment: Self.comment(type),
            columns: Self.occurrenceColumns + columns.flatMap(\.columns) + [.ingestedAt])
    }
}

// MARK: - Properties that were not known

extension EventsTable {
    /// Names of properties that occur here and that the table does not know yet.
    public func unknownProperties(in occurrences: some Sequence<EventOccurrence>) -> Set<String> {
        occurrences.reduce(into: []) { names, occurrence in
            for name in occurrence.properties.keys where !known.contains(name) { names.insert(name) }
        }
    }

    /// The same table, its columns unchanged, that knows these properties too. They become text columns unless the
    /// configuration leaves them out.
    public func extended(with properties: some Sequence<String>) -> EventsTable {
        EventsTable(
            type, names, seen: seen.union(properties), assigned: assignments, settings, isClosed: isClosed)
    }

    /// How the combined table writes a property; nil for one that is not wanted.
    func encoding(of property: String) -> CombinedEncoding? {
        if known.contains(property) { return encodings[property] }
        let unknown = PropertyDefinition(name: property, label: "", type: EventProperties.undefined, fieldType: "")
        return !isClosed && selection.isWanted(unknown) ? .asSent : nil
    }
}

// MARK: - Rows

extension EventsTable {
    /// The occurrences as rows, each once: of those with the same id and time the first. Values that do not parse are null, with
    /// their text beside them, and counted; so are values of properties that the table does not know, which are left out.
    public func batch(
        for occurrences: [EventOccurrence], ingestedAt: Timestamp, counting counts: inout ConversionCounts
    ) -> ColumnBatch {
        let rows = occurrences.distinct()
        var batch = definition.emptyBatch
        batch.vectors = occurrenceVectors(rows)
        for column in columns {
            let (vectors, unparsed) = column.vectors(
                of: rows.lazy.map { row in column.source.flatMap { row.properties[$0] } })
            batch.vectors += vectors
            if let source = column.source {
                counts.countUnparsed(unparsed, table: definition.name, property: source)
            }
        }
        var times = ColumnVector(.timestamp)
        for _ in rows { times.append(ingestedAt.microseconds) }
        batch.vectors.append(times)
        let unknown = rows.reduce(0) { $0 + $1.properties.keys.count { !known.contains($0) } }
        counts.countPage(table: definition.name, unrequested: unknown, repaired: 0)
        return batch
    }

    private static let occurrenceColumns = [
        TableColumn("eventtypeid", .string, isRequired: true, comment: "The event type, as 4-96000 for page views."),
        TableColumn("id", .string, isRequired: true, comment: "The occurrence's id."),
        TableColumn("objecttypeid", .string, comment: "The type of the record that did it."),
        TableColumn("objectid", .int64, comment: "The record that did it; null where only an address is known."),
        TableColumn("occurredat", .timestamp, isRequired: true, comment: "When it happened."),
    ]

    private func occurrenceVectors(_ rows: [EventOccurrence]) -> [ColumnVector] {
        var vectors = Self.occurrenceColumns.map { ColumnVector($0.type) }
        for row in rows {
            vectors[0].append(type.id)
            vectors[1].append(row.id)
            vectors[2].append(optional: row.objectTypeID?.rawValue)
            vectors[3].append(optional: row.objectID)
            vectors[4].append(row.occurredAt.microseconds)
        }
        return vectors
    }

    private static func comment(_ type: EventType) -> String {
        let head = "\(type.label ?? type.fullyQualifiedName): one row per occurrence."
        guard let description = type.description, !description.isEmpty else { return head }
        return "\(head) \(description)"
    }
}
