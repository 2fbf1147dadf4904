public import CRM
public import Foundations
public import Parquet

/// `events`: one row per occurrence of any event type, its set properties as one JSON object of texts.
///
/// The values are encoded as in ``CombinedPropertiesTable``; properties that the type's own table leaves out are left out here.
public struct CombinedEventsTable: Sendable {
    private let events: EventsTable

    /// The rows of one event type in the table that all types share.
    ///
    /// - Parameter events: the type's individual table, whether or not it is kept.
    public init(_ events: EventsTable) { self.events = events }

    /// The table, the same for all event types.
    public var definition: TableDefinition { Self.definition }

    /// The table, the same for all event types; files hold one event type each.
    public static let definition = layout.definition

    private typealias Row = (type: EventType, occurrence: EventOccurrence, properties: String)

    private static let layout = RowLayout<Row>(
        "events", "All events of all types: one row per occurrence, with its set properties as JSON.",
        partitionColumn: "eventtypeid",
        [
            .key("eventtypeid", "The event type, as 4-96000 for page views.", text: { $0.type.id }),
            .text("eventname", "HubSpot's name of the event type, as e_visited_page.") { $0.type.fullyQualifiedName },
            .key("id", "The occurrence's id.", text: { $0.occurrence.id }),
            .text("objecttypeid", "The type of the record that did it.") { $0.occurrence.objectTypeID?.rawValue },
            .number("objectid", "The record that did it; null where only an address is known.") {
                $0.occurrence.objectID
            },
            .key("occurredat", "When it happened.", time: { $0.occurrence.occurredAt }),
            .text("properties", "JSON object of the set properties, all values text.") { $0.properties },
        ])

    /// The occurrences as rows, each once: of those with the same id and time the first. What does not parse stands as it came,
    /// and is counted.
    public func batch(
        for occurrences: [EventOccurrence], ingestedAt: Timestamp, counting counts: inout ConversionCounts
    ) -> ColumnBatch {
        var encodings: [String: CombinedEncoding?] = [:]
        var rows: [Row] = []
        for occurrence in occurrences.distinct() {
            var members: [(name: String, value: String)] = []
            for (name, text) in occurrence.properties where !text.isEmpty {
                let encoding = encodings[name] ?? events.encoding(of: name)
                encodings[name] = .some(encoding)
                guard let encoding else { continue }
                members.append(
                    (name, encoding.encode(text, of: name, table: definition.name, counting: &counts)))
            }
            members.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            rows.append((events.type, occurrence, String(decoding: JSONText.object(members), as: UTF8.self)))
        }
        return Self.layout.batch(of: rows, ingestedAt: ingestedAt)
    }
}
