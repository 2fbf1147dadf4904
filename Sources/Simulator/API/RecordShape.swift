import Foundations

/// How the records of one call are shown: which properties, in which version's shape.
struct RecordShape: Sendable {
    let type: ObjectType
    /// In the order of the answer: what always comes, then what was asked for.
    let properties: [Property]
    /// Those whose history was asked for.
    let withHistory: [Property]
    private let api: AccountAPI

    /// `requested` nil means HubSpot's default set. Unknown, archived and not granted properties are left out without a word.
    init(_ type: ObjectType, requested: [String], withHistory names: [String] = [], api: AccountAPI) {
        self.type = type
        self.api = api
        let always = [type.createdName, "hs_object_id", type.lastModifiedName]
        let live = Dictionary(
            type.properties.filter { !$0.isArchived }.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<String> = []
        properties = (requested.isEmpty ? type.defaultProperties : always + requested).compactMap { name in
            guard seen.insert(name).inserted, let property = live[name], api.mayRead(property, of: type) else {
                return nil
            }
            return property
        }
        var seenWithHistory: Set<String> = []
        withHistory = names.compactMap { name in
            guard seenWithHistory.insert(name).inserted, let property = live[name], api.mayRead(property, of: type)
            else { return nil }
            return property
        }
    }

    /// The record as the API shows it.
    func json(_ record: Record, spoilt: Bool = false) -> JSON {
        let values = properties.map { property -> JSON.Member in
            let spoiltValue = spoilt ? Self.spoiltValue(property) : nil
            return JSON.Member(
                name: property.name, value: .text(spoiltValue ?? api.account.value(property, of: record, in: type)))
        }
        return .fields([
            "id": .string(String(record.id)), "properties": .object(values),
            "propertiesWithHistory": withHistory.isEmpty ? nil : history(of: record),
            "createdAt": .string(record.createdAt.iso8601), "updatedAt": .string(record.updatedAt.iso8601),
            "archived": .bool(record.archivedAt != nil), "archivedAt": record.archivedAt.map { .string($0.iso8601) },
            "url": api.isDated
                ? .string("https://app.hubspot.com/contacts/\(api.account.portalID)/record/\(type.id)/\(record.id)")
                : nil,
        ])
    }

    /// The histories by property, newest entry first. A property without one comes with an empty list, or, every other one, not at all.
    private func history(of record: Record) -> JSON {
        .object(
            withHistory.compactMap { property in
                let entries = api.account.history(property, of: record, in: type)
                if entries.isEmpty, property.number % 2 == 1 { return nil }
                return JSON.Member(name: property.name, value: .array(entries.map(\.json)))
            })
    }

    /// Several records, the first of them spoilt where a fault says so.
    func json(_ records: some Collection<Record>) -> [JSON] {
        records.enumerated().map { json($1, spoilt: $0 == 0 && api.spoilsFirstRecord) }
    }

    /// Text that does not fit the property's type; nil for types that anything fits, and for what identifies the record.
    private static func spoiltValue(_ property: Property) -> String? {
        switch (property.kind, property.type) {
        case (.objectID, _), (.createdAt, _), (.updatedAt, _): nil
        case (_, "number"): "NaN"
        case (_, "bool"): "perhaps"
        case (_, "date"), (_, "datetime"): "not a date"
        default: nil
        }
    }
}

extension AccountAPI {
    /// Sensitive values need their own scope; without it they are simply absent.
    fileprivate func mayRead(_ property: Property, of type: ObjectType) -> Bool {
        let word: String
        switch property.sensitivity {
        case .none: return true
        case .sensitive: word = "sensitive"
        case .highly: word = "highly_sensitive"
        }
        let scopes = ["crm.objects.\(type.scope).\(word).read", "crm.objects.\(type.scope).\(word).read.v2"]
        return scopes.contains { !withheldScopes.contains($0) }
    }
}

extension HistoryEntry {
    fileprivate var json: JSON {
        .fields([
            "value": .string(value ?? ""), "timestamp": .string(timestamp.iso8601), "sourceType": .string(source.type),
            "sourceId": source.id.map(JSON.string), "sourceLabel": source.label.map(JSON.string),
            "updatedByUserId": source.userID.map(JSON.integer),
        ])
    }
}
