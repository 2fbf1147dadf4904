public import Foundations

/// A type of events.
public struct EventType: Sendable, Hashable, Codable {
    /// `4-96000` for HubSpot's own, `6-…` for the account's; HubSpot's own types whose id no public source gives carry their name.
    public var id: String
    /// HubSpot's name: `e_visited_page`, `pe4242_demo_booked`.
    public var fullyQualifiedName: String
    /// Name without the prefix, as far as a definition says it.
    public var name: String?
    /// Label shown in HubSpot.
    public var label: String?
    /// What the user wrote about it.
    public var description: String?
    /// The definition's properties; empty where no definition can be read.
    public var properties: [PropertyDefinition]
    /// The type of the records that do it, as far as a definition says it.
    public var primaryObjectTypeID: ObjectTypeID?
    /// Whether the definition is archived.
    public var isArchived: Bool
    /// When the definition was made.
    public var createdAt: Timestamp?
    /// When the definition last changed.
    public var updatedAt: Timestamp?

    /// A type with an id and a name; everything else is optional and set afterwards.
    public init(id: String, fullyQualifiedName: String) {
        self.id = id
        self.fullyQualifiedName = fullyQualifiedName
        properties = []
        isArchived = false
    }
}

/// One occurrence of an event.
public struct EventOccurrence: Sendable, Hashable {
    /// Unique inside its type.
    public var id: String
    /// The record that did it; nil where only an address is known (marketing e-mail).
    public var objectID: Int64?
    /// The type of that record.
    public var objectTypeID: ObjectTypeID?
    /// When it happened.
    public var occurredAt: Timestamp
    /// The event's properties, as text.
    public var properties: [String: String]

    /// An occurrence; see the properties.
    public init(
        id: String, objectID: Int64?, objectTypeID: ObjectTypeID?, occurredAt: Timestamp, properties: [String: String]
    ) {
        self.id = id
        self.objectID = objectID
        self.objectTypeID = objectTypeID
        self.occurredAt = occurredAt
        self.properties = properties
    }
}
