public import CRM
public import Foundations
public import Parquet

/// `pipelines`: one row per pipeline of any object type, archived ones too.
public struct PipelinesTable: Sendable {
    private static let layout = RowLayout<(type: ObjectTypeID, pipeline: Pipeline)>(
        "pipelines", "The pipelines of all object types that have any.",
        [
            .key("objecttypeid", "The object type.", text: { $0.type.rawValue }),
            .key("pipelineid", "The pipeline's id, unique inside its object type.", text: { $0.pipeline.id }),
            .text("label", "The label shown in HubSpot.") { $0.pipeline.label },
            .number("displayorder", "Position among the type's pipelines.") { $0.pipeline.displayOrder },
            .flag("archived", "Whether the pipeline is archived.") { $0.pipeline.isArchived },
            .time("createdat", "When it was made.") { $0.pipeline.createdAt },
            .time("updatedat", "When it last changed.") { $0.pipeline.updatedAt },
            .time("archivedat", "When it was archived.") { $0.pipeline.archivedAt },
        ])

    /// The table of all pipelines.
    public init() {}

    /// The table.
    public var definition: TableDefinition { Self.layout.definition }

    /// The pipelines of one object type as rows.
    public func batch(for pipelines: [Pipeline], of type: ObjectTypeID, ingestedAt: Timestamp) -> ColumnBatch {
        Self.layout.batch(of: pipelines.map { (type: type, pipeline: $0) }, ingestedAt: ingestedAt)
    }
}
