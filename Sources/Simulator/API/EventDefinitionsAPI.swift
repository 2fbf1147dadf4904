import Foundations

/// The definitions of the account's own event types; HubSpot's own have none that can be read.
extension AccountAPI {
    func eventDefinitions(_ call: Call) throws(APIError) -> Answer {
        try requireEventDefinitions()
        let limit = try call.limit(default: 20, maximum: 100)
        let search = call.parameter("searchString")?.lowercased() ?? ""
        let chosen = defined.filter { search.isEmpty || $0.name.lowercased().contains(search) }
        var start = 0
        if let cursor = call.parameter("after"), !cursor.isEmpty {
            guard let offset = OpaqueCursor.offset(of: cursor) else { throw .invalid("The after cursor is not valid") }
            start = min(offset, chosen.count)
        }
        let end = min(chosen.count, start + limit)
        let withProperties = try call.flag("includeProperties")
        let next = end < chosen.count ? OpaqueCursor.text(for: end) : nil
        let results = chosen[start..<end].map { json($0, withProperties: withProperties) }
        return .json(
            page(results, next: next, path: "/" + call.path.joined(separator: "/"))
                .adding("total", .integer(Int64(chosen.count))))
    }

    func eventDefinition(named name: String, _ call: Call) throws(APIError) -> Answer {
        try requireEventDefinitions()
        guard let type = defined.first(where: { $0.fullyQualifiedName == name || $0.name == name }) else {
            throw .notFound("No event definition of that name")
        }
        return .json(json(type, withProperties: true))
    }

    private var defined: [EventType] { account.eventTypes.filter(\.isDefined) }

    private func requireEventDefinitions() throws(APIError) {
        try require(anyOf: ["behavioral_events.event_definitions.read_write"])
    }

    private func json(_ type: EventType, withProperties: Bool) -> JSON {
        let object = account.type(named: type.typeID)
        return .fields([
            "labels": .fields(["singular": .string(type.label), "plural": .string(type.label)]),
            "description": type.description.map(JSON.string), "archived": .bool(type.archivedAt != nil),
            "primaryObjectId": .string(type.typeID), "primaryObject": object.map { .string($0.fullyQualifiedName) },
            "trackingType": "MANUAL",
            "properties": .array(
                withProperties ? type.properties.map { $0.json(isDated: isDated) } : []),
            "associations": .array([]), "createdAt": .string(type.createdAt.iso8601),
            "updatedAt": .string(type.updatedAt.iso8601), "createdUserId": 700, "name": .string(type.name),
            "id": .string(type.id?.split(separator: "-").last.map(String.init) ?? ""),
            "fullyQualifiedName": .string(type.fullyQualifiedName), "objectTypeId": .text(type.id),
        ])
    }
}
