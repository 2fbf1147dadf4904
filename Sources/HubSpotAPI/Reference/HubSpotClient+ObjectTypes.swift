public import CRM
import Foundations

extension HubSpotClient {
    /// The account's custom object types, archived ones included. Standard types are in ``StandardObjectTypes``.
    ///
    /// Throws a failure of kind `authorization` for accounts whose subscription has no custom objects.
    public func customObjectTypes() async throws -> [ObjectType] {
        let lists = try await [false, true].mapConcurrently(limit: 2) { try await customObjectTypes(archived: $0) }
        var ids: Set<ObjectTypeID> = []
        return lists.flatMap(\.self).filter { ids.insert($0.id).inserted }
    }

    /// The account's custom object types that are archived, or those that are not: one call.
    public func customObjectTypes(archived isArchived: Bool) async throws -> [ObjectType] {
        let call = APICall(
            endpoint: version.customObjectSchemas,
            query: [.init("includePropertyDefinitions", "false"), .init("archived", String(isArchived))],
            purpose: "cannot read the custom object types")
        return try await executor.value(call) { body throws(JSONError) in
            try ResultList(body) { schema throws(JSONError) in try ObjectType(schema, isArchived: isArchived) }
        }.elements
    }
}

extension ObjectType {
    fileprivate init(_ schema: JSONValue, isArchived: Bool) throws(JSONError) {
        let name = try schema.required("name")
        self.init(
            id: ObjectTypeID(rawValue: try schema.required("objectTypeId")), name: name,
            fullyQualifiedName: schema.text("fullyQualifiedName") ?? name, pluralName: nil,
            singularLabel: schema.member("labels").text("singular") ?? name,
            pluralLabel: schema.member("labels").text("plural") ?? name, description: schema.text("description"),
            primaryDisplayProperty: schema.text("primaryDisplayProperty"),
            isArchived: schema.flag("archived") ?? isArchived, createdAt: schema.time("createdAt"),
            updatedAt: schema.time("updatedAt"))
    }
}
