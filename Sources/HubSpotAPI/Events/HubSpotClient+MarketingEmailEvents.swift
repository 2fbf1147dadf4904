import CRM
public import Foundations

extension HubSpotClient {
    /// The events of all marketing e-mails created in `[from, to)`, in HubSpot's order.
    ///
    /// HubSpot lists events up to an hour late, so a later read must overlap and drop those whose id and time were seen.
    ///
    /// - Parameter recipient: asks only for events to this address; nil for all.
    public func marketingEmailEvents(
        from: Timestamp? = nil, to: Timestamp? = nil, recipient: String? = nil
    ) -> Pages<MarketingEmailEvent> {
        var query: [APICall.QueryItem] = [.init("limit", String(limits.emailEventPage))]
        if let from { query.append(.init("startTimestamp", String(from.milliseconds))) }
        if let to { query.append(.init("endTimestamp", String(to.milliseconds))) }
        if let recipient { query.append(.init("recipient", recipient)) }
        let executor = executor
        let purpose = "cannot read the marketing e-mail events"
        return Pages { [query] cursor in
            let offset = cursor.after.map { [APICall.QueryItem("offset", $0)] } ?? []
            let call = APICall(endpoint: HubSpotAPIVersion.emailEvents, query: query + offset, purpose: purpose)
            let answer = try await executor.value(call, decode: EmailEventPage.init)
            var next = cursor
            // An offset that stays where it is means that there is nothing beyond it.
            let isAtEnd = !answer.hasMore || answer.offset == nil || answer.offset == cursor.after
            try next.advance(to: isAtEnd ? nil : answer.offset, purpose: purpose)
            return (answer.events.filter { $0.wasCreated(from, to) }, next)
        }
    }
}

/// One answer of the e-mail events API.
private struct EmailEventPage: Sendable {
    var events: [MarketingEmailEvent] = []
    var hasMore: Bool
    var offset: String?

    init(_ body: [UInt8]) throws(JSONError) {
        let document = try JSONValue(parsing: body)
        guard let found = document["events"]?.array else {
            throw JSONError(.shape, "the answer has no events", offset: 0)
        }
        for event in found { events.append(try MarketingEmailEvent(event)) }
        hasMore = document.flag("hasMore") ?? false
        offset = document.text("offset")
    }
}

extension MarketingEmailEvent {
    fileprivate func wasCreated(_ from: Timestamp?, _ to: Timestamp?) -> Bool {
        (from.map { occurrence.occurredAt >= $0 } ?? true) && (to.map { occurrence.occurredAt < $0 } ?? true)
    }
}
