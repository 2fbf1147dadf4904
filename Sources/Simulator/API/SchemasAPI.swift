import Foundations

/// Schemas of custom types: `hubspot-api.md` 6.1.
extension AccountAPI {
    func schemas(_ call: Call) throws(APIError) -> Answer {
        try requireSchemas()
        let wanted = try call.flag("archived") ? [] : account.types.filter(\.isCustom)
        var results: [JSON] = []
        for type in wanted { try results.append(schemaJSON(type, call)) }
        return .json(.fields(["results": .array(results)]))
    }

    func schema(_ type: ObjectType, _ call: Call) throws(APIError) -> Answer {
        try requireSchemas()
        return try .json(schemaJSON(type, call))
    }

    private func requireSchemas() throws(APIError) {
        try require(anyOf: ["crm.schemas.custom.read", "crm.objects.custom.read"])
    }

    private func schemaJSON(_ type: ObjectType, _ call: Call) throws(APIError) -> JSON {
        let schema = type.schema
        let withProperties = try call.flag("includePropertyDefinitions", default: true)
        let withAssociations = try call.flag("includeAssociationDefinitions", default: true)
        let withAudit = try call.flag("includeAuditMetadata", default: true)
        let live = type.properties.filter { !$0.isArchived && $0.sensitivity == .none }
        return .fields([
            "labels": .fields(["singular": .string(type.singularLabel), "plural": .string(type.pluralLabel)]),
            "requiredProperties": .strings(schema?.requiredProperties ?? []),
            "searchableProperties": .strings(schema?.searchableProperties ?? []),
            "primaryDisplayProperty": schema.map { .string($0.primaryDisplayProperty) },
            "secondaryDisplayProperties": .strings(schema?.secondaryDisplayProperties ?? []),
            "description": schema.map { .string($0.description) }, "allowsSensitiveProperties": true, "archived": false,
            "id": .string(type.isCustom ? String(type.number) : type.id),
            "fullyQualifiedName": .string(type.fullyQualifiedName),
            "createdAt": schema.map { .string($0.createdAt.iso8601) },
            "updatedAt": schema.map { .string($0.updatedAt.iso8601) },
            "createdByUserId": withAudit && type.isCustom ? 700 : nil,
            "updatedByUserId": withAudit && type.isCustom ? 701 : nil, "objectTypeId": .string(type.id),
            "properties": .array(withProperties ? live.map { $0.json(isDated: isDated) } : []),
            "associations": .array(withAssociations ? associationDefinitions(of: type) : []),
            "name": .string(type.name),
        ])
    }

    /// The plain association types that start or end at the type.
    private func associationDefinitions(of type: ObjectType) -> [JSON] {
        account.types.flatMap { other in
            [(type, other), (other, type)].compactMap { from, to -> JSON? in
                guard let plain = account.association(from, to).kinds.first(where: { $0.label == nil }) else {
                    return nil
                }
                return .fields([
                    "fromObjectTypeId": .string(from.id), "toObjectTypeId": .string(to.id),
                    "name": .string("\(from.name)_to_\(to.name)"), "id": .string(String(plain.typeID)),
                    "createdAt": .null, "updatedAt": .null,
                ])
            }
        }
    }
}
