import Foundations

/// Property definitions: `hubspot-api.md` section 7.
extension AccountAPI {
    func properties(_ type: ObjectType, _ call: Call) throws(APIError) -> Answer {
        try requireDefinitions(of: type)
        let isArchived = try call.flag("archived")
        let sensitivity = try sensitivity(call)
        let chosen = type.properties.filter { $0.isArchived == isArchived && $0.sensitivity == sensitivity }
        return .json(.fields(["results": .array(chosen.map { $0.json(isDated: isDated) })]))
    }

    func property(_ type: ObjectType, name: String, _ call: Call) throws(APIError) -> Answer {
        try requireDefinitions(of: type)
        let isArchived = try call.flag("archived")
        guard let property = type.properties.first(where: { $0.name == name && $0.isArchived == isArchived }) else {
            throw .notFound("Property \"\(name)\" does not exist")
        }
        return .json(property.json(isDated: isDated))
    }

    private func sensitivity(_ call: Call) throws(APIError) -> Property.Sensitivity {
        guard let text = call.parameter("dataSensitivity") else { return .none }
        guard let sensitivity = Property.Sensitivity(rawValue: text) else {
            throw .invalid("dataSensitivity must be one of non_sensitive, sensitive, highly_sensitive")
        }
        return sensitivity
    }
}

extension Property {
    /// The definition as the API shows it; sensitivity and display hints only on dated paths.
    func json(isDated: Bool) -> JSON {
        .fields([
            "updatedAt": .string(updatedAt.iso8601), "createdAt": .string(createdAt.iso8601),
            "archivedAt": archivedAt.map { .string($0.iso8601) }, "name": .string(name), "label": .string(label),
            "type": .string(type), "fieldType": .string(fieldType), "description": .string(description),
            "groupName": .string(group), "options": optionsJSON,
            "createdUserId": isHubSpotDefined ? nil : "700", "updatedUserId": isHubSpotDefined ? nil : "701",
            "referencedObjectType": referencedObjectType.map(JSON.string), "displayOrder": .integer(displayOrder),
            "calculated": .bool(isCalculated), "calculationFormula": isCalculated ? "\"1\"" : nil,
            "externalOptions": .bool(hasExternalOptions), "archived": .bool(isArchived),
            "hasUniqueValue": .bool(hasUniqueValue), "hidden": .bool(isHidden),
            "hubspotDefined": .bool(isHubSpotDefined),
            "modificationMetadata": .fields([
                "archivable": .bool(!isHubSpotDefined), "readOnlyDefinition": .bool(isHubSpotDefined),
                "readOnlyOptions": .bool(isHubSpotDefined), "readOnlyValue": .bool(isCalculated),
            ]), "formField": .bool(!isCalculated && !isHidden),
            "dataSensitivity": isDated ? .string(sensitivity.rawValue) : nil,
            "numberDisplayHint": isDated && type == "number" ? "formatted" : nil,
            "textDisplayHint": isDated && type == "string" ? "unformatted_single_line" : nil,
            "dateDisplayHint": isDated && type == "date" ? "absolute" : nil,
        ])
    }

    /// The choices as the API shows them; options that live elsewhere are not listed.
    var optionsJSON: JSON {
        .array(
            options.enumerated().map { order, option in
                .fields([
                    "label": .string(option.label), "value": .string(option.value),
                    "displayOrder": .integer(Int64(order)),
                    "hidden": .bool(option.isHidden), "description": "",
                ])
            })
    }
}
