public import CRM
public import Foundations
public import Parquet

/// `pipeline_stages`: one row per stage of a pipeline, archived ones too.
public struct PipelineStagesTable: Sendable {
    private static let layout = RowLayout<(type: ObjectTypeID, pipeline: Pipeline, stage: Pipeline.Stage)>(
        "pipeline_stages", "The stages of all pipelines.",
        [
            .key("objecttypeid", "The object type.", text: { $0.type.rawValue }),
            .key("pipelineid", "The pipeline's id, unique inside its object type.", text: { $0.pipeline.id }),
            .key("stageid", "The stage's id, unique inside its pipeline.", text: { $0.stage.id }),
            .text("label", "The label shown in HubSpot.") { $0.stage.label },
            .number("displayorder", "Position inside the pipeline.") { $0.stage.displayOrder },
            .double("probability", "How likely a deal in this stage is won, 0 to 1.") {
                $0.stage.metadata["probability"].flatMap(PropertyText.double)
            },
            .flag("isclosed", "Whether a record in this stage is closed; null where HubSpot does not say.") {
                isClosed($0.stage)
            },
            .text("metadata", "All that HubSpot says of the stage, as a JSON object of texts.") { row in
                let members = row.stage.metadata.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
                return String(decoding: JSONText.object(members), as: UTF8.self)
            },
            .flag("archived", "Whether the stage is archived.") { $0.stage.isArchived },
            .time("createdat", "When it was made.") { $0.stage.createdAt },
            .time("updatedat", "When it last changed.") { $0.stage.updatedAt },
            .time("archivedat", "When it was archived.") { $0.stage.archivedAt },
        ])

    /// The table of all stages.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The stages of one object type's pipelines as rows.
    public func batch(for pipelines: [Pipeline], of type: ObjectTypeID, ingestedAt: Timestamp) -> ColumnBatch {
        let rows = pipelines.flatMap { pipeline in
            pipeline.stages.map { (type: type, pipeline: pipeline, stage: $0) }
        }
        return Self.layout.batch(of: rows, ingestedAt: ingestedAt)
    }

    /// Deals say `isClosed`, tickets `ticketState`.
    private static func isClosed(_ stage: Pipeline.Stage) -> Bool? {
        if let flag = stage.metadata["isClosed"] { return PropertyText.boolean(flag) }
        switch stage.metadata["ticketState"] {
        case "CLOSED": return true
        case "OPEN": return false
        default: return nil
        }
    }
}
