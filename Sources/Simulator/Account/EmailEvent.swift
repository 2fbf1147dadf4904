import Foundations

/// One marketing-email event; an event is told from all others by its id and time together.
struct EmailEvent: Sendable {
    var id: String
    var createdAt: Timestamp
    /// `SENT`, `DELIVERED`, `OPEN`, …
    var type: String
    /// An address, which need not be a contact's.
    var recipient: String
    var campaignID: Int64
    /// What the type has besides.
    var details: [JSON.Member]

    static func isBefore(_ left: EmailEvent, _ right: EmailEvent) -> Bool {
        (right.createdAt, right.id) < (left.createdAt, left.id)
    }

    /// The event as the e-mail events API shows it.
    func json(portalID: Int64) -> JSON {
        .object(
            [
                .init(name: "id", value: .string(id)), .init(name: "created", value: .integer(createdAt.milliseconds)),
                .init(name: "type", value: .string(type)), .init(name: "recipient", value: .string(recipient)),
                .init(name: "portalId", value: .integer(portalID)), .init(name: "appId", value: 113),
                .init(name: "appName", value: "Batch"), .init(name: "emailCampaignId", value: .integer(campaignID)),
            ] + details)
    }
}
