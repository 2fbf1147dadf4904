public import CRM
public import Foundations

extension HubSpotClient {
    /// The occurrences of `type` in `[from, to)`, in HubSpot's order, which is not promised.
    ///
    /// An occurrence may come twice where HubSpot's pages overlap: drop those whose id was seen. A type that the account does
    /// not have throws a `Failure` that concerns this type only.
    ///
    /// - Parameters:
    ///   - type: which events.
    ///   - from: the first moment; nil for all that HubSpot keeps.
    ///   - to: the first moment after; nil for now.
    ///   - objectTypes: the account's types, to find the ids of those that HubSpot names (`CONTACT`, `p4242_machine`).
    public func occurrences(
        of type: EventType, from: Timestamp? = nil, to: Timestamp? = nil,
        objectTypes: [ObjectType] = StandardObjectTypes.all
    ) -> Pages<EventOccurrence> {
        var query: [APICall.QueryItem] = [
            .init("eventType", type.fullyQualifiedName), .init("limit", String(limits.eventPage)),
        ]
        if let from { query.append(.init("occurredAfter", from.iso8601)) }
        if let to { query.append(.init("occurredBefore", to.iso8601)) }
        let endpoint = version.eventOccurrences
        let executor = executor
        let purpose = "cannot read the events \(type.fullyQualifiedName)"
        let typeIDs = Dictionary(objectTypes.map { ($0.fullyQualifiedName.uppercased(), $0.id) }) { first, _ in first }
        return Pages { [query] cursor in
            let call = APICall(endpoint: endpoint, query: query + cursor.query, purpose: purpose)
            let answer = try await executor.answer(call) { body throws(JSONError) in
                try ResultList(body) { event throws(JSONError) in try EventOccurrence(event, typeIDs: typeIDs) }
            }
            if case .refused(let refusal) = answer, refusal.status == 400 {
                throw Failure(
                    .notFound, purpose, why: refusal.words, remedy: "HubSpot does not give out events of this type.")
            }
            let page = try answer.value(orFailureOf: purpose)
            var next = cursor
            try next.advance(to: page.after, purpose: purpose)
            // Whether the bounds are inclusive is not documented, and the index may be coarser than the events.
            return (page.elements.filter { $0.occurred(from, to) }, next)
        }
    }
}

extension EventOccurrence {
    fileprivate init(_ event: JSONValue, typeIDs: [String: ObjectTypeID]) throws(JSONError) {
        guard let occurredAt = event.time("occurredAt") else {
            throw JSONError(.shape, "an event has no occurredAt", offset: 0)
        }
        self.init(
            id: try event.required("id"), objectID: event.integer("objectId"),
            objectTypeID: event.text("objectType").map { name in
                typeIDs[name.uppercased()] ?? ObjectTypeID(rawValue: name)
            },
            occurredAt: occurredAt, properties: event.member("properties").texts)
    }

    fileprivate func occurred(_ from: Timestamp?, _ to: Timestamp?) -> Bool {
        (from.map { occurredAt >= $0 } ?? true) && (to.map { occurredAt < $0 } ?? true)
    }
}

extension JSONValue {
    /// All members that are not null as texts: strings as they are, everything else as JSON.
    var texts: [String: String] {
        (object?.members ?? []).reduce(into: [:]) { texts, member in
            guard member.value != .null else { return }
            texts[member.name] = member.value.plainText ?? member.value.text
        }
    }
}
