public import Foundations

/// One pipeline of an object type, with its stages.
public struct Pipeline: Sendable, Hashable {
    /// Unique inside its object type.
    public var id: String
    /// Label shown in HubSpot.
    public var label: String?
    /// Position among the type's pipelines.
    public var displayOrder: Int64?
    /// Whether it is archived.
    public var isArchived: Bool
    /// When it was made.
    public var createdAt: Timestamp?
    /// When it last changed.
    public var updatedAt: Timestamp?
    /// When it was archived.
    public var archivedAt: Timestamp?
    /// The stages, in HubSpot's order.
    public var stages: [Stage]

    /// One stage of a pipeline.
    public struct Stage: Sendable, Hashable {
        /// Unique inside its pipeline.
        public var id: String
        /// Label shown in HubSpot.
        public var label: String?
        /// Position inside the pipeline.
        public var displayOrder: Int64?
        /// HubSpot's metadata, all strings: `probability`, `isClosed` (deals), `ticketState` (tickets), …
        public var metadata: [String: String]
        /// Whether it is archived.
        public var isArchived: Bool
        /// When it was made.
        public var createdAt: Timestamp?
        /// When it last changed.
        public var updatedAt: Timestamp?
        /// When it was archived.
        public var archivedAt: Timestamp?

        /// A stage; see the properties.
        public init(
            id: String, label: String?, displayOrder: Int64?, metadata: [String: String], isArchived: Bool,
            createdAt: Timestamp?, updatedAt: Timestamp?, archivedAt: Timestamp?
        ) {
            self.id = id
            self.label = label
            self.displayOrder = displayOrder
            self.metadata = metadata
            self.isArchived = isArchived
            self.createdAt = createdAt
            self.updatedAt = updatedAt
            self.archivedAt = archivedAt
        }
    }

    /// A pipeline; see the properties.
    public init(
        id: String, label: String?, displayOrder: Int64?, isArchived: Bool, createdAt: Timestamp?,
        updatedAt: Timestamp?, archivedAt: Timestamp?, stages: [Stage]
    ) {
        self.id = id
        self.label = label
        self.displayOrder = displayOrder
        self.isArchived = isArchived
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.archivedAt = archivedAt
        self.stages = stages
    }
}
