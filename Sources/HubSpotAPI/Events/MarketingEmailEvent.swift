public import CRM
import Foundations

/// One event of a marketing e-mail. HubSpot keeps these in an API of their own: they name an address instead of a record.
public struct MarketingEmailEvent: Sendable, Hashable {
    /// The event type that HubSpot's data share has for it.
    public var type: EventType
    /// Identified by id and time together; ``EventOccurrence/properties`` holds everything else that HubSpot says, the
    /// `recipient`'s address among it. `objectID` is nil.
    public var occurrence: EventOccurrence

    /// The event types that marketing e-mail events can have, so that their tables are known before the first one.
    public static let types: [EventType] = names.map(\.event).map(eventType)

    /// The type of HubSpot's `kind`: `OPEN`, `CLICK`, …
    static func type(_ kind: String) -> EventType {
        eventType(names.first { $0.kind == kind }?.event ?? "e_\(kind.lowercased())_email")
    }

    private static func eventType(_ name: String) -> EventType {
        var type = EventType(id: EventTypeIDs.id(of: name), fullyQualifiedName: name)
        type.name = String(name.dropFirst(2))
        return type
    }

    private static let names: [(kind: String, event: String)] = [
        ("SENT", "e_hs_scheduled_email_v2"), ("DELIVERED", "e_mta_delivered_email_v2"),
        ("OPEN", "e_opened_email_v2"), ("CLICK", "e_clicked_link_in_email_v2"), ("BOUNCE", "e_mta_bounced_email_v2"),
        ("SPAMREPORT", "e_reported_spam_email_v2"), ("STATUSCHANGE", "e_updated_email_subscription_status_v2"),
        ("DROPPED", "e_dropped_email"), ("DEFERRED", "e_deferred_email"), ("PROCESSED", "e_processed_email"),
        ("FORWARD", "e_forward_email"), ("PRINT", "e_print_email"),
    ]
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
