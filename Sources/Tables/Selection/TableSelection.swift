public import CRM

/// Which form of the same data the account's tables take.
public enum Organization: String, Sendable, Hashable, Codable, CaseIterable {
    /// One table per object type, per association pair and per event type.
    case individual
    /// One table for all types.
    case combined
    /// Both forms.
    case both
}

/// What a table is filled from.
public enum TableKind: Sendable, Hashable {
    /// `objects_<plural>`.
    case objects(ObjectTypeID)
    /// `associations_<plural x>_to_<plural y>`.
    case associations(AssociationPair)
    /// `events_<name>`, by HubSpot's name of the event type.
    case events(String)
    /// `objects`.
    case combinedObjects
    /// `object_properties`.
    case objectProperties
    /// `object_with_object_properties`.
    case combinedProperties
    /// `associations`.
    case combinedAssociations
    /// `events`.
    case combinedEvents
    /// `object_properties_history`.
    case propertyHistory
    /// `object_and_event_type_definitions`.
    case typeDefinitions
    /// `property_definitions`.
    case propertyDefinitions
    /// `association_definitions`.
    case associationDefinitions
    /// `owners`.
    case owners
    /// `owner_teams`.
    case ownerTeams
    /// `pipelines`.
    case pipelines
    /// `pipeline_stages`.
    case pipelineStages
    /// `lists`.
    case lists
    /// `list_memberships`.
    case listMemberships
    /// `sync_runs`.
    case syncRuns

    /// Whether the table belongs to one pair of types.
    public var isPair: Bool { if case .associations = self { true } else { false } }
}

/// The tables that a run keeps: all that the account can have in its organisation, narrowed by the configuration's patterns.
public struct TableSelection: Sendable, Hashable {
    /// One selected table.
    public struct Table: Sendable, Hashable {
        /// What it is filled from.
        public var kind: TableKind
        /// Its name.
        public var name: String
    }

    /// The selected tables: objects, associations and events, combined tables, history, reference tables, lists, runs.
    public let tables: [Table]
    /// Patterns that fit no table, most likely misspelt.
    public let unmatchedPatterns: [String]

    /// The tables of the named `types`, `pairs` and `events` that fit one of `patterns`; all of them where there are no patterns.
    public init(
        types: [ObjectTypeID], pairs: [AssociationPair], events: [EventType], names: TableNames,
        organization: Organization = .individual, patterns: [String] = []
    ) {
        let individual =
            types.compactMap { type in names[type].map { Table(kind: .objects(type), name: $0.table) } }
            + pairs.compactMap { pair in names[pair].map { Table(kind: .associations(pair), name: $0) } }
            + events.compactMap { event in
                names[event].map { Table(kind: .events(event.fullyQualifiedName), name: $0) }
            }
        self.init(
            (organization == .combined ? [] : individual) + (organization == .individual ? [] : Self.combined)
                + [Self.history] + Self.reference + Self.lists + [Self.runs], patterns: patterns)
    }

    private init(_ all: [Table], patterns: [String]) {
        let globs = patterns.map { (pattern: $0, glob: Glob($0)) }
        tables = all.filter { table in globs.isEmpty || globs.contains { $0.glob.matches(table.name) } }
        unmatchedPatterns = globs.filter { glob in !all.contains { glob.glob.matches($0.name) } }.map(\.pattern)
    }

    /// The patterns of a comma-separated list, `objects_*, owners`.
    public static func patterns(in list: String) -> [String] {
        list.split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// Whether a table of this kind is selected.
    public func contains(_ kind: TableKind) -> Bool { tables.contains { $0.kind == kind } }
}

// MARK: - The tables that do not depend on the account

extension TableSelection {
    private static let combined = [
        Table(kind: .combinedObjects, name: CombinedObjectsTable().definition.name),
        Table(kind: .objectProperties, name: ObjectPropertiesTable.definition.name),
        Table(kind: .combinedProperties, name: CombinedPropertiesTable.definition.name),
        Table(kind: .combinedAssociations, name: CombinedAssociationsTable().definition.name),
        Table(kind: .combinedEvents, name: CombinedEventsTable.definition.name),
    ]

    private static let history = Table(kind: .propertyHistory, name: PropertyHistoryTable.definition.name)

    private static let reference = [
        Table(kind: .typeDefinitions, name: TypeDefinitionsTable().definition.name),
        Table(kind: .propertyDefinitions, name: PropertyDefinitionsTable().definition.name),
        Table(kind: .associationDefinitions, name: AssociationDefinitionsTable().definition.name),
        Table(kind: .owners, name: OwnersTable().definition.name),
        Table(kind: .ownerTeams, name: OwnerTeamsTable().definition.name),
        Table(kind: .pipelines, name: PipelinesTable().definition.name),
        Table(kind: .pipelineStages, name: PipelineStagesTable().definition.name),
    ]

    private static let lists = [
        Table(kind: .lists, name: ListsTable().definition.name),
        Table(kind: .listMemberships, name: ListMembershipsTable().definition.name),
    ]

    private static let runs = Table(kind: .syncRuns, name: SyncRunsTable().definition.name)
}
