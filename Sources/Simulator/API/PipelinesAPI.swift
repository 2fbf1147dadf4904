import Foundations

/// Pipelines and their stages: `hubspot-api.md` 11.2.
extension AccountAPI {
    func pipelines(_ type: ObjectType) throws(APIError) -> Answer {
        try requireDefinitions(of: type)
        return .json(.fields(["results": .array(type.pipelines.map(\.json))]))
    }

    func pipeline(_ type: ObjectType, id: String) throws(APIError) -> Answer {
        try requireDefinitions(of: type)
        guard let pipeline = type.pipelines.first(where: { $0.id == id }) else { throw .notFound() }
        return .json(pipeline.json)
    }

    /// What was done to a pipeline, newest first.
    func pipelineAudit(_ type: ObjectType, id: String) throws(APIError) -> Answer {
        try requireDefinitions(of: type)
        guard let pipeline = type.pipelines.first(where: { $0.id == id }) else { throw .notFound() }
        let entries = [("UPDATE", pipeline.updatedAt), ("CREATE", pipeline.createdAt)].map { action, moment in
            JSON.fields([
                "portalId": .integer(account.portalID), "identifier": .string(id), "action": .string(action),
                "timestamp": .string(moment.iso8601), "message": .string("\(action) \(pipeline.label)"),
                "rawObject": .string(pipeline.json.rendered), "fromUserId": 700,
            ])
        }
        return .json(.fields(["results": .array(entries)]))
    }
}

extension Pipeline {
    fileprivate var json: JSON {
        .fields([
            "label": .string(label), "displayOrder": .integer(displayOrder), "id": .string(id),
            "stages": .array(stages.map { stage in json(stage) }), "createdAt": .string(createdAt.iso8601),
            "updatedAt": .string(updatedAt.iso8601), "archived": false,
        ])
    }

    private func json(_ stage: Stage) -> JSON {
        .fields([
            "label": .string(stage.label), "displayOrder": .integer(stage.displayOrder), "metadata": stage.metadataJSON,
            "createdAt": .string(createdAt.iso8601), "updatedAt": .string(updatedAt.iso8601), "id": .string(stage.id),
            "archived": false, "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        ])
    }
}

extension Pipeline.Stage {
    /// An object of strings.
    var metadataJSON: JSON { .object(metadata.map { JSON.Member(name: $0.name, value: .string($0.value)) }) }
}
