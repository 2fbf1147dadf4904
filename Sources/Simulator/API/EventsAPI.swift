import Foundations

/// Event occurrences and their definitions: `hubspot-api.md` 11.4.
extension AccountAPI {
    /// All names, also of types of which nothing ever happened.
    var eventTypes: JSON {
        .fields(["eventTypes": .strings(account.eventTypes.map(\.fullyQualifiedName))])
    }

    /// By event type, or by record, or both; within two moments that themselves do not belong to the window; newest first.
    func events(_ call: Call) throws(APIError) -> Answer {
        let limit = try call.limit(default: 20, maximum: settings.eventPage)
        let types = try eventTypes(of: call)
        let after = try moment("occurredAfter", call)
        let before = try moment("occurredBefore", call)
        let objectID = try objectID(call)
        guard call.parameter("eventType") != nil || objectID != nil || !call.list("id").isEmpty else {
            throw .invalid("eventType, or objectType and objectId, is required")
        }
        let ids = Set(call.list("id"))
        var chosen = types.enumerated().flatMap { order, type in
            (account.occurrences[type.fullyQualifiedName] ?? []).filter { event in
                (after.map { $0 < event.occurredAt } ?? true) && (before.map { event.occurredAt < $0 } ?? true)
                    && (objectID == nil || event.objectID == objectID)
                    && (ids.isEmpty || ids.contains(account.id(of: event, type)))
            }.map { (place: [$0.occurredAt.microseconds, Int64(order), Int64($0.number)], event: $0, type: type) }
        }
        let isAscending = call.list("sort").first.map { !$0.hasPrefix("-") } ?? false
        chosen.sort { Self.precedes($0.place, $1.place) == isAscending && $0.place != $1.place }
        if let cursor = call.parameter("after"), !cursor.isEmpty {
            guard let last = OpaqueCursor.place(of: cursor, parts: 3) else {
                throw .invalid("The after cursor is not valid")
            }
            chosen.removeAll { $0.place == last || Self.precedes($0.place, last) == isAscending }
        }
        let page = chosen.prefix(limit)
        let next = chosen.count > limit ? page.last.map { OpaqueCursor.text(for: $0.place) } : nil
        let results = page.map { json($0.event, $0.type) }
        return .json(self.page(results, next: next, path: "/" + call.path.joined(separator: "/")))
    }

    private static func precedes(_ left: [Int64], _ right: [Int64]) -> Bool { left.lexicographicallyPrecedes(right) }

    /// The types that the call asks for, of records that the token may read.
    private func eventTypes(of call: Call) throws(APIError) -> [EventType] {
        var types = account.eventTypes
        if let name = call.parameter("eventType") {
            types.removeAll { $0.fullyQualifiedName != name }
            guard !types.isEmpty else { throw .invalid("Unknown event type: \(name)") }
        }
        if let name = call.parameter("objectType") {
            guard let type = account.type(named: name.lowercased()) else { throw .unknownType(name) }
            types.removeAll { $0.typeID != type.id }
        }
        for typeID in Set(types.map(\.typeID)).sorted() {
            guard let type = account.types.first(where: { $0.id == typeID }) else { continue }
            if call.parameter("eventType") != nil || call.parameter("objectType") != nil {
                try requireRecords(of: type)
            }
        }
        return types
    }

    private func objectID(_ call: Call) throws(APIError) -> Int64? {
        guard let text = call.parameter("objectId") else { return nil }
        guard let id = Int64(text), call.parameter("objectType") != nil else {
            throw .invalid("objectId must be a number and needs objectType")
        }
        return id
    }

    private func moment(_ name: String, _ call: Call) throws(APIError) -> Timestamp? {
        guard let text = call.parameter(name), !text.isEmpty else { return nil }
        guard let moment = Timestamp(iso8601: text) else { throw .invalid("\(name) must be an ISO 8601 date-time") }
        return moment
    }

    private func json(_ event: EventOccurrence, _ type: EventType) -> JSON {
        .fields([
            "objectType": .string(account.type(named: type.typeID)?.fullyQualifiedName ?? type.typeID),
            "objectId": .string(String(event.objectID)), "eventType": .string(type.fullyQualifiedName),
            "occurredAt": .string(event.occurredAt.iso8601), "id": .string(account.id(of: event, type)),
            "properties": .object(
                account.values(of: event, type).map { JSON.Member(name: $0.name, value: .string($0.value)) }),
        ])
    }
}
