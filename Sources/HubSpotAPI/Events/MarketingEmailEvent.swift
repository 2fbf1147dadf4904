public import CRM
import Foundations

/// One event of a marketing e-mail. HubSpot keeps these in an API of their own: they name an address instead of a record.
public struct MarketingEmailEvent: Sendable, Hashable {
    /// The event type that HubSpot's data share has for it.
    public var type: EventType
    /// Identified by id and time together; ``EventOccurrence/properties`` holds everything else that HubSpot says, the
    /// `recipient`'s address among it. `objectID` is nil.
    public var occurrence: EventOccurrence

    /// The type of HubSpot's `kind`: `OPEN`, `CLICK`, …; one that we do not know goes by its own name.
    static func type(_ kind: String) -> EventType {
        if let known = MarketingEmailEventKind(rawValue: kind) { return known.eventType }
        let name = "e_\(kind.lowercased())_email"
        return EventType(id: KnownEventTypes.id(of: name), fullyQualifiedName: name)
    }
}

extension MarketingEmailEvent {
    init(_ event: JSONValue) throws(JSONError) {
        guard let created = event.time("created") else {
            throw JSONError(.shape, "an e-mail event has no created", offset: 0)
        }
        var properties = event.texts
        for name in ["id", "created", "type"] { properties[name] = nil }
        self.init(
            type: Self.type(try event.required("type")),
            occurrence: EventOccurrence(
                id: try event.required("id"), objectID: nil, objectTypeID: nil, occurredAt: created,
                properties: properties))
    }
}
