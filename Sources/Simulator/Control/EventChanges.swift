import Foundations

extension Account {
    /// One more occurrence, at any time: those of the past are the late ones that readers have to look back for.
    mutating func addEvent(_ change: Change, at now: Timestamp) throws(APIError) -> String {
        guard let name = change.name, let type = eventTypes.first(where: { $0.fullyQualifiedName == name }) else {
            throw .invalid("No event type of that name")
        }
        guard let objectID = change.id.flatMap({ Int64($0.text) }) else {
            throw .invalid("An event needs a record's id")
        }
        var events = occurrences[name] ?? []
        let number = (events.map(\.number).max() ?? 0) + 1
        let event = try EventOccurrence(
            number: number, objectID: objectID, occurredAt: moment(change, or: now),
            sent: .init(
                id: SeededGenerator.uuid(seed: maker.seed, 701 + type.number, number),
                properties: (change.properties ?? [:]).compactMapValues { $0 }))
        events.insert(event, at: events.partitioningIndex { EventOccurrence.isBefore(event, $0) })
        occurrences[name] = events
        return id(of: event, type)
    }

    mutating func addEmailEvent(_ change: Change, at now: Timestamp) throws(APIError) -> String {
        let number = UInt64(emailEvents.count)
        let event = try EmailEvent(
            id: SeededGenerator.uuid(seed: maker.seed, 903, number), createdAt: moment(change, or: now),
            type: change.name ?? "OPEN", recipient: change.recipient ?? "stranger@example.com", campaignID: 7_000_000,
            details: [])
        emailEvents.insert(event, at: emailEvents.partitioningIndex { EmailEvent.isBefore(event, $0) })
        return event.id
    }

    private func moment(_ change: Change, or now: Timestamp) throws(APIError) -> Timestamp {
        guard let text = change.at else { return now }
        guard let moment = Timestamp(iso8601: text) else { throw .invalid("at must be an ISO 8601 date-time") }
        return moment
    }
}
