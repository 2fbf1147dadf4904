public import CRM

extension HubSpotClient {
    /// The pipelines of `type` with their stages; none for a type that cannot have any.
    public func pipelines(of type: ObjectType) async throws -> [Pipeline] {
        let call = APICall(
            endpoint: version.pipelines(of: type.pathSegment),
            purpose: "cannot read the pipelines of \(type.pathSegment)")
        let answer = try await executor.answer(call) { body throws(JSONError) in
            try ResultList(body) { pipeline throws(JSONError) in try Pipeline(pipeline) }
        }
        switch answer {
        case .value(let list): return list.elements
        case .refused(let refusal) where refusal.kind == .absent || refusal.isAboutMissingPipelines: return []
        case .refused(let refusal): throw refusal.failure(call.purpose)
        }
    }
}

extension Refusal {
    /// A 400 of the form "object type … does not support pipelines".
    fileprivate var isAboutMissingPipelines: Bool {
        status == 400 && (body.message ?? "").lowercased().contains("pipeline")
    }
}

extension Pipeline {
    fileprivate init(_ pipeline: JSONValue) throws(JSONError) {
        var stages: [Stage] = []
        for stage in pipeline["stages"].elements ?? [] { stages.append(try Stage(stage)) }
        self.init(
            id: try pipeline.required("id"), label: pipeline["label"].text,
            displayOrder: pipeline["displayOrder"].integer, isArchived: pipeline["archived"].flag ?? false,
            createdAt: pipeline["createdAt"].time, updatedAt: pipeline["updatedAt"].time,
            archivedAt: pipeline["archivedAt"].time, stages: stages)
    }
}

extension Pipeline.Stage {
    fileprivate init(_ stage: JSONValue) throws(JSONError) {
        self.init(
            id: try stage.required("id"), label: stage["label"].text, displayOrder: stage["displayOrder"].integer,
            metadata: (stage["metadata"].members ?? [:]).compactMapValues(\.text),
            isArchived: stage["archived"].flag ?? false, createdAt: stage["createdAt"].time,
            updatedAt: stage["updatedAt"].time, archivedAt: stage["archivedAt"].time)
    }
}
