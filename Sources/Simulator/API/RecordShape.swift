import Foundations

/// How the records of one call are shown: which properties, in which version's shape.
struct RecordShape: Sendable {
    let type: ObjectType
    /// In the order of the answer: what always comes, then what was asked for.
    let properties: [Property]
    private let api: AccountAPI

    /// `requested` nil means HubSpot's default set. Unknown, archived and not granted properties are left out without a word.
    init(_ type: ObjectType, requested: [String], api: AccountAPI) {
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
            "createdAt": .string(record.createdAt.iso8601), "updatedAt": .string(record.updatedAt.iso8601),
            "archived": .bool(record.archivedAt != nil), "archivedAt": record.archivedAt.map { .string($0.iso8601) },
            "url": api.isDated
                ? .string("https://app.hubspot.com/contacts/\(api.account.portalID)/record/\(type.id)/\(record.id)")
                : nil,
        ])
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
