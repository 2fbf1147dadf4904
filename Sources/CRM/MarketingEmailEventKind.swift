/// A kind of marketing-e-mail event. They come from an API of their own, which tells an address and no record; here each kind
/// is an event type like any other.
public enum MarketingEmailEventKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The e-mail was sent.
    case sent = "SENT"
    /// It reached the recipient's server.
    case delivered = "DELIVERED"
    /// The recipient opened it.
    case opened = "OPEN"
    /// The recipient clicked a link in it.
    case clicked = "CLICK"
    /// The recipient's server refused it.
    case bounced = "BOUNCE"
    /// The recipient called it spam.
    case reportedAsSpam = "SPAMREPORT"
    /// A subscription changed.
    case changedSubscription = "STATUSCHANGE"
    /// HubSpot did not send it.
    case dropped = "DROPPED"
    /// The recipient's server put it off.
    case deferred = "DEFERRED"
    /// HubSpot took it in hand.
    case processed = "PROCESSED"
    /// The recipient passed it on.
    case forwarded = "FORWARD"
    /// The recipient printed it.
    case printed = "PRINT"

    /// The property that holds the recipient's address.
    public static let recipientProperty = "recipient"

    /// HubSpot's name of the event type as the tables of its share have it. For the last five no table of the share is known:
    /// their names are hublake's own.
    public var fullyQualifiedName: String {
        switch self {
        case .sent: "e_hs_scheduled_email_v2"
        case .delivered: "e_mta_delivered_email_v2"
        case .opened: "e_opened_email_v2"
        case .clicked: "e_clicked_link_in_email_v2"
        case .bounced: "e_mta_bounced_email_v2"
        case .reportedAsSpam: "e_reported_spam_email_v2"
        case .changedSubscription: "e_updated_email_subscription_status_v2"
        case .dropped: "e_dropped_email"
        case .deferred: "e_deferred_email"
        case .processed: "e_processed_email"
        case .forwarded: "e_forwarded_email"
        case .printed: "e_printed_email"
        }
    }

    /// The event type; of its properties the recipient is known before any event is.
    public var eventType: EventType {
        var type = EventType(id: KnownEventTypes.id(of: fullyQualifiedName), fullyQualifiedName: fullyQualifiedName)
        type.properties = [
            PropertyDefinition(name: Self.recipientProperty, label: "Recipient", type: "string", fieldType: "text")
        ]
        type.primaryObjectTypeID = .contacts
        return type
    }
}
