public import CRM
import Foundations

extension HubSpotClient {
    /// All event types that HubSpot names, the account's own ones with their definitions.
    ///
    /// HubSpot's list is exhaustive: it has types of products that the account may not have. Definitions need a scope of their
    /// own; without it (or without an Enterprise subscription) the account's types come with their names only.
    public func eventTypes() async throws -> [EventType] {
        async let names = eventTypeNames()
        async let definitions = visibleEventDefinitions()
        let known = Dictionary(try await definitions.map { ($0.fullyQualifiedName, $0) }) { first, _ in first }
        var seen: Set<String> = []
        let listed = try await names.filter { seen.insert($0).inserted }.map { name in
            known[name] ?? EventType(id: KnownEventTypes.id(of: name), fullyQualifiedName: name)
        }
        return listed + (try await definitions).filter { !seen.contains($0.fullyQualifiedName) }
    }

    /// The names of all event types: `e_visited_page`, `pe4242_demo_booked`.
    public func eventTypeNames() async throws -> [String] {
        let call = APICall(endpoint: version.eventTypes, purpose: "cannot read the event types")
        return try await executor.value(call) { body throws(JSONError) in
            let document = try JSONValue(parsing: body)
            guard let names = document["eventTypes"]?.array else {
                throw JSONError(.shape, "the answer has no eventTypes", offset: 0)
            }
            return names.compactMap(\.plainText)
        }
    }

    /// The definitions of the account's own event types with their properties.
    ///
    /// Throws a `Failure` of kind `authorization` without the scope or the subscription for them.
    public func eventDefinitions() async throws -> [EventType] {
        var definitions: [EventType] = []
        var cursor = PageCursor()
        repeat {
            let call = APICall(
                endpoint: version.eventDefinitions,
                query: [.init("limit", String(limits.eventDefinitionPage)), .init("includeProperties", "true")]
                    + cursor.query, purpose: "cannot read the event definitions")
            let page = try await executor.value(call) { body throws(JSONError) in
                try ResultList(body) { definition throws(JSONError) in try EventType(definition) }
            }
            definitions += page.elements
            try cursor.advance(to: page.after, purpose: call.purpose)
        } while !cursor.isAtEnd
        return definitions
    }

    private func visibleEventDefinitions() async throws -> [EventType] {
        do {
            return try await eventDefinitions()
        } catch let failure as Failure where failure.kind == .authorization || failure.kind == .notFound {
            return []
        }
    }
}

extension EventType {
    fileprivate init(_ definition: JSONValue) throws(JSONError) {
        let name = try definition.required("fullyQualifiedName")
        self.init(id: definition.text("objectTypeId") ?? KnownEventTypes.id(of: name), fullyQualifiedName: name)
        self.name = definition.text("name")
        label = definition.member("labels").text("singular") ?? definition.member("labels").text("plural")
        description = definition.text("description")
        primaryObjectTypeID = definition.text("primaryObjectId").map(ObjectTypeID.init(rawValue:))
        isArchived = definition.flag("archived") ?? false
        createdAt = definition.time("createdAt")
        updatedAt = definition.time("updatedAt")
        for property in definition.elements("properties") {
            properties.append(try PropertyDefinition(property, isArchived: false, sensitivity: "non_sensitive"))
        }
    }
}
