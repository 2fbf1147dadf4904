import Foundations

/// Record counts and the object library: `hubspot-api.md` section 6. Archived records are not counted.
extension AccountAPI {
    var recordCounts: JSON {
        let own = account.types.filter(\.isCustom)
        let total = own.reduce(0) { $0 + account.table($1).live.count }
        return .fields([
            "hubspotDefinedObjectTypes": .array(
                account.types.filter { !$0.isCustom }.map { type in
                    count(of: type).adding("limit", 15_000_000).adding("percentage", 0)
                }),
            "customObjectTypes": .fields([
                "byObjectType": .array(own.map(count)), "overallUsage": .integer(Int64(total)),
                "overallLimit": 1_500_000, "overallPercentage": 0,
            ]),
        ])
    }

    /// Which of the types that have to be switched on are.
    var enablement: JSON {
        .fields([
            "enablementByObjectTypeId": .object(
                Self.libraryTypes.map { JSON.Member(name: $0, value: .bool(isEnabled($0))) })
        ])
    }

    func enablement(of typeID: String) -> JSON { .fields(["enablement": .bool(isEnabled(typeID))]) }

    private func count(of type: ObjectType) -> JSON {
        .fields([
            "objectTypeId": .string(type.id), "singularLabel": .string(type.singularLabel),
            "pluralLabel": .string(type.pluralLabel), "usage": .integer(Int64(account.table(type).live.count)),
        ])
    }

    private func isEnabled(_ typeID: String) -> Bool {
        guard let type = account.types.first(where: { $0.id == typeID }) else { return false }
        return !settings.missingTypes.contains(where: type.isNamed)
    }

    private static let libraryTypes = ["0-162", "0-410", "0-420", "0-421", "0-970"]
}
