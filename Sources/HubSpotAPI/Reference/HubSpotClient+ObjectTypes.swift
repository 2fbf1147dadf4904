public import CRM

extension HubSpotClient {
    /// The account's custom object types, archived ones included. Standard types are in ``StandardObjectTypes``.
    ///
    /// Throws a failure of kind `authorization` for accounts whose subscription has no custom objects.
    public func customObjectTypes() async throws -> [ObjectType] {
        var types: [ObjectType] = []
        for isArchived in [false, true] {
            let call = APICall(
                endpoint: version.customObjectSchemas,
                query: [.init("includePropertyDefinitions", "false"), .init("archived", String(isArchived))],
                purpose: "cannot read the custom object types")
            let list = try await executor.value(call) { body throws(JSONError) in
                try ResultList(body) { schema throws(JSONError) in try ObjectType(schema, isArchived: isArchived) }
            }
            types += list.elements.filter { type in !types.contains { $0.id == type.id } }
        }
        return types
    }
}

extension ObjectType {
    fileprivate init(_ schema: JSONValue, isArchived: Bool) throws(JSONError) {
        let name = try schema.required("name")
        self.init(
            id: ObjectTypeID(rawValue: try schema.required("objectTypeId")), name: name,
            fullyQualifiedName: schema["fullyQualifiedName"].text ?? name, pluralName: nil,
            singularLabel: schema["labels"]["singular"].text ?? name,
            pluralLabel: schema["labels"]["plural"].text ?? name, description: schema["description"].text,
            primaryDisplayProperty: schema["primaryDisplayProperty"].text,
            isArchived: schema["archived"].flag ?? isArchived, createdAt: schema["createdAt"].time,
            updatedAt: schema["updatedAt"].time)
    }
}
