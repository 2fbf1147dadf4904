public import CRM
import Foundations

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
        for stage in pipeline.elements("stages") { stages.append(try Stage(stage)) }
        self.init(
            id: try pipeline.required("id"), label: pipeline.text("label"),
            displayOrder: pipeline.integer("displayOrder"), isArchived: pipeline.flag("archived") ?? false,
            createdAt: pipeline.time("createdAt"), updatedAt: pipeline.time("updatedAt"),
            archivedAt: pipeline.time("archivedAt"), stages: stages)
    }
}

extension Pipeline.Stage {
    fileprivate init(_ stage: JSONValue) throws(JSONError) {
        self.init(
            id: try stage.required("id"), label: stage.text("label"), displayOrder: stage.integer("displayOrder"),
            metadata: Self.metadata(stage.member("metadata")),
            isArchived: stage.flag("archived") ?? false, createdAt: stage.time("createdAt"),
            updatedAt: stage.time("updatedAt"), archivedAt: stage.time("archivedAt"))
    }

    /// All members that have a text.
    private static func metadata(_ value: JSONValue) -> [String: String] {
        (value.object?.members ?? []).reduce(into: [:]) { metadata, member in
            metadata[member.name] = member.value.plainText
        }
    }
}
