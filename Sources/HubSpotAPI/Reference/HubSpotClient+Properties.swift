public import CRM

extension HubSpotClient {
    /// All property definitions of `type`: each sensitivity, live and archived, one per name.
    ///
    /// Where a live property has the name of an archived one, the live one is returned. Definitions of sensitive properties
    /// need scopes of their own; without those, HubSpot's 403 means only that they are not visible.
    public func properties(of type: ObjectType) async throws -> [PropertyDefinition] {
        let kinds = [false, true].flatMap { isArchived in
            ["non_sensitive", "sensitive", "highly_sensitive"].map {
                PropertyKind(sensitivity: $0, isArchived: isArchived)
            }
        }
        let lists = try await kinds.concurrentMap(atMost: kinds.count) { kind in
            try await properties(of: type, kind: kind)
        }
        var names: Set<String> = []
        return lists.joined().filter { names.insert($0.name).inserted }
    }

    private func properties(of type: ObjectType, kind: PropertyKind) async throws -> [PropertyDefinition] {
        let call = APICall(
            endpoint: version.properties(of: type.pathSegment),
            query: [.init("archived", String(kind.isArchived)), .init("dataSensitivity", kind.sensitivity)],
            purpose: "cannot read the properties of \(type.pathSegment)")
        let answer = try await executor.answer(call) { body throws(JSONError) in
            try ResultList(body) { definition throws(JSONError) in try PropertyDefinition(definition, kind: kind) }
        }
        switch answer {
        case .value(let list): return list.elements
        case .refused(let refusal) where refusal.kind == .forbidden && kind.sensitivity != "non_sensitive": return []
        case .refused(let refusal): throw refusal.failure(call.purpose)
        }
    }
}

/// Which definitions one call asks for.
private struct PropertyKind: Sendable {
    var sensitivity: String
    var isArchived: Bool
}

extension PropertyDefinition {
    fileprivate init(_ definition: JSONValue, kind: PropertyKind) throws(JSONError) {
        let name = try definition.required("name")
        self.init(
            name: name, label: definition["label"].text ?? name, type: try definition.required("type"),
            fieldType: definition["fieldType"].text ?? "", isArchived: definition["archived"].flag ?? kind.isArchived)
        description = definition["description"].text
        groupName = definition["groupName"].text
        if let options = definition["options"].elements, !options.isEmpty {
            optionsJSON = definition["options"].serialized
        }
        displayOrder = definition["displayOrder"].integer
        isCalculated = definition["calculated"].flag
        hasUniqueValue = definition["hasUniqueValue"].flag
        isHidden = definition["hidden"].flag
        isHubSpotDefined = definition["hubspotDefined"].flag
        referencedObjectType = definition["referencedObjectType"].text
        dataSensitivity = definition["dataSensitivity"].text ?? kind.sensitivity
        archivedAt = definition["archivedAt"].time
        createdAt = definition["createdAt"].time
        updatedAt = definition["updatedAt"].time
        createdUserID = definition["createdUserId"].text
        updatedUserID = definition["updatedUserId"].text
    }
}
