import Foundations

/// The types of the account: contacts, companies, deals, the custom type "pet", and what else the settings ask for.
struct TypeCatalogue {
    /// The custom type's object type id.
    static let petID = "2-3456789"

    let portalID: Int64
    let ownerIDs: [String]
    let wideProperties: Int
    /// Standard types besides contacts, companies and deals.
    var standard: [StandardType] = []
    /// Custom types besides the pet.
    var custom: [CustomType] = []

    /// Contacts, companies, deals, pets, then the others: in this order.
    var types: [ObjectType] { [contacts, companies, deals, pets] + standard.map(type) + custom.map(type) }

    private func type(_ standard: StandardType) -> ObjectType {
        let properties = PropertyCatalogue(ownerIDs: ownerIDs).sketched(
            standard.properties, name: standard.name, created: standard.createdName, pipelines: standard.pipelines)
        return ObjectType(
            id: standard.id, name: standard.name, plural: standard.plural,
            fullyQualifiedName: standard.name.uppercased(), singularLabel: standard.singularLabel,
            pluralLabel: standard.pluralLabel, scope: standard.plural, lastModifiedName: "hs_lastmodifieddate",
            createdName: standard.createdName,
            defaultProperties: [standard.createdName, "hs_lastmodifieddate", "hs_object_id"], properties: properties,
            pipelines: standard.pipelines, otherReadScopes: standard.scopes, isSearchable: standard.isSearchable)
    }

    /// A custom type as HubSpot's schemas API makes one.
    func type(_ custom: CustomType) -> ObjectType {
        let properties = PropertyCatalogue(ownerIDs: ownerIDs).sketched(
            custom.properties, name: custom.name, created: "hs_createdate", pipelines: custom.pipelines)
        let title = custom.properties[0].name
        return ObjectType(
            id: "2-\(custom.number)", name: custom.name, plural: custom.pluralLabel.lowercased(),
            fullyQualifiedName: "p\(portalID)_\(custom.name)", singularLabel: custom.singularLabel,
            pluralLabel: custom.pluralLabel, scope: "custom", lastModifiedName: "hs_lastmodifieddate",
            createdName: "hs_createdate", defaultProperties: ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"],
            properties: properties, pipelines: custom.pipelines,
            schema: ObjectType.Schema(
                description: "What \"\(custom.singularLabel)\" is.", primaryDisplayProperty: title,
                secondaryDisplayProperties: [], requiredProperties: [title], searchableProperties: [title],
                createdAt: .milliseconds(1_610_000_000_000 + Int64(custom.number)),
                updatedAt: .milliseconds(1_710_000_000_000 + Int64(custom.number))))
    }

    private var contacts: ObjectType {
        ObjectType(
            id: "0-1", name: "contact", plural: "contacts", fullyQualifiedName: "CONTACT", singularLabel: "Contact",
            pluralLabel: "Contacts", scope: "contacts", lastModifiedName: "lastmodifieddate", createdName: "createdate",
            defaultProperties: ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"],
            properties: PropertyCatalogue(ownerIDs: ownerIDs).contacts)
    }

    private var companies: ObjectType {
        ObjectType(
            id: "0-2", name: "company", plural: "companies", fullyQualifiedName: "COMPANY", singularLabel: "Company",
            pluralLabel: "Companies", scope: "companies", lastModifiedName: "hs_lastmodifieddate",
            createdName: "createdate",
            defaultProperties: ["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"],
            properties: PropertyCatalogue(ownerIDs: ownerIDs).companies)
    }

    private var deals: ObjectType {
        ObjectType(
            id: "0-3", name: "deal", plural: "deals", fullyQualifiedName: "DEAL", singularLabel: "Deal",
            pluralLabel: "Deals",
            scope: "deals", lastModifiedName: "hs_lastmodifieddate", createdName: "createdate",
            defaultProperties: [
                "amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate", "hs_object_id",
                "pipeline",
            ],
            properties: PropertyCatalogue(ownerIDs: ownerIDs).deals(pipelines: dealPipelines, wide: wideProperties),
            pipelines: dealPipelines)
    }

    private var pets: ObjectType {
        ObjectType(
            id: Self.petID, name: "pet", plural: "pets", fullyQualifiedName: "p\(portalID)_pet", singularLabel: "Pet",
            pluralLabel: "Pets", scope: "custom", lastModifiedName: "hs_lastmodifieddate", createdName: "hs_createdate",
            defaultProperties: ["hs_createdate", "hs_lastmodifieddate", "hs_object_id"],
            properties: PropertyCatalogue(ownerIDs: ownerIDs).pets(pipelines: petPipelines), pipelines: petPipelines,
            schema: ObjectType.Schema(
                description: "An animal, its \"paperwork\" and 毛色.", primaryDisplayProperty: "pet_name",
                secondaryDisplayProperties: ["species"], requiredProperties: ["pet_name"],
                searchableProperties: ["pet_name", "chip_number"],
                createdAt: .milliseconds(1_600_000_000_001), updatedAt: .milliseconds(1_700_000_000_123)))
    }

    private var dealPipelines: [Pipeline] {
        [
            Pipeline.selling("default", "Sales", order: 0, prefix: ""),
            Pipeline.selling("81000001", "Renewals, 續約", order: 1, prefix: "81"),
        ]
    }

    private var petPipelines: [Pipeline] {
        let stages = ["Arrived", "Checked", "Adopted"].enumerated().map { order, label in
            Pipeline.Stage(
                id: "9100\(order)", label: label, displayOrder: Int64(order),
                metadata: [("isClosed", order == 2 ? "true" : "false")])
        }
        return [
            Pipeline(
                id: "91000000", label: "Adoption", displayOrder: 0, createdAt: .milliseconds(1_600_000_100_000),
                updatedAt: .milliseconds(1_600_000_200_250), stages: stages)
        ]
    }
}

extension Pipeline {
    /// A deal pipeline of five stages.
    fileprivate static func selling(_ id: String, _ label: String, order: Int64, prefix: String) -> Pipeline {
        let steps = [
            ("qualified", "Qualified", "0.2", false), ("proposal", "Proposal \"sent\"", "0.4", false),
            ("contract", "Contract", "0.9", false), ("closedwon", "Won", "1.0", true),
            ("closedlost", "Lost", "0.0", true),
        ]
        return Pipeline(
            id: id, label: label, displayOrder: order, createdAt: .milliseconds(1_580_000_000_000 + order),
            updatedAt: .milliseconds(1_690_000_000_007 + order),
            stages: steps.enumerated().map { position, step in
                Stage(
                    id: prefix + step.0, label: step.1, displayOrder: Int64(position),
                    metadata: [("isClosed", String(step.3)), ("probability", step.2)])
            })
    }
}

extension Timestamp {
    /// The moment that many milliseconds after 1970; only for constants and clock values in range.
    static func milliseconds(_ value: Int64) -> Timestamp { Timestamp(microseconds: value * 1000) }
}
