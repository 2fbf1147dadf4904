public import CRM
import Foundations

extension HubSpotClient {
    /// All property definitions of `type`: each sensitivity, live and archived, one per name.
    ///
    /// Where a live property has the name of an archived one, the live one is returned. Definitions of sensitive properties
    /// need scopes of their own; without those, HubSpot's 403 means only that they are not visible.
    ///
    /// - Parameter known: the definitions at an earlier time. Archived ones are asked for again only if one of the live ones has left:
    ///   three calls instead of six. Without them, one that was made and archived in between is not seen.
    public func properties(
        of type: ObjectType, known: [PropertyDefinition]? = nil
    ) async throws -> [PropertyDefinition] {
        guard let known else { return try await properties(of: type, isArchived: [false, true]).distinct }
        let live = try await properties(of: type, isArchived: [false])
        let names = Set(live.map(\.name))
        let hasLeft = known.contains { !$0.isArchived && !names.contains($0.name) }
        let archived = hasLeft ? try await properties(of: type, isArchived: [true]) : known.filter(\.isArchived)
        return (live + archived).distinct
    }

    private func properties(of type: ObjectType, isArchived: [Bool]) async throws -> [PropertyDefinition] {
        let kinds = isArchived.flatMap { isArchived in
            ["non_sensitive", "sensitive", "highly_sensitive"].map {
                PropertyKind(sensitivity: $0, isArchived: isArchived)
            }
        }
        return try await kinds.mapConcurrently(limit: kinds.count) { kind in
            try await properties(of: type, kind: kind)
        }.flatMap(\.self)
    }

    private func properties(of type: ObjectType, kind: PropertyKind) async throws -> [PropertyDefinition] {
        let call = APICall(
            endpoint: version.properties(of: type.pathSegment),
            query: [.init("archived", String(kind.isArchived)), .init("dataSensitivity", kind.sensitivity)],
            purpose: "cannot read the properties of \(type.pathSegment)")
        let answer = try await executor.answer(call) { body throws(JSONError) in
            try ResultList(body) { definition throws(JSONError) in
                try PropertyDefinition(definition, isArchived: kind.isArchived, sensitivity: kind.sensitivity)
            }
        }
        switch answer {
        case .value(let list): return list.elements
        case .refused(let refusal) where refusal.kind == .forbidden && kind.sensitivity != "non_sensitive": return []
        case .refused(let refusal): throw refusal.failure(call.purpose)
        }
    }
}

extension [PropertyDefinition] {
    /// The first of each name.
    fileprivate var distinct: [PropertyDefinition] {
        var names: Set<String> = []
        return filter { names.insert($0.name).inserted }
    }
}

/// Which definitions one call asks for.
private struct PropertyKind: Sendable {
    var sensitivity: String
    var isArchived: Bool
}

extension PropertyDefinition {
    /// Reads a definition out of a list of archived or live ones of one sensitivity.
    init(_ definition: JSONValue, isArchived: Bool, sensitivity: String) throws(JSONError) {
        let name = try definition.required("name")
        self.init(
            name: name, label: definition.text("label") ?? name, type: try definition.required("type"),
            fieldType: definition.text("fieldType") ?? "", isArchived: definition.flag("archived") ?? isArchived)
        description = definition.text("description")
        groupName = definition.text("groupName")
        let options = definition.elements("options")
        if !options.isEmpty { optionsJSON = JSONValue.array(options).withSortedMembers.text }
        displayOrder = definition.integer("displayOrder")
        isCalculated = definition.flag("calculated")
        hasUniqueValue = definition.flag("hasUniqueValue")
        isHidden = definition.flag("hidden")
        isHubSpotDefined = definition.flag("hubspotDefined")
        referencedObjectType = definition.text("referencedObjectType")
        dataSensitivity = definition.text("dataSensitivity") ?? sensitivity
        archivedAt = definition.time("archivedAt")
        createdAt = definition.time("createdAt")
        updatedAt = definition.time("updatedAt")
        createdUserID = definition.text("createdUserId")
        updatedUserID = definition.text("updatedUserId")
    }
}
