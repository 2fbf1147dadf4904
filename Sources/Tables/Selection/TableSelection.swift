public import CRM

/// Which form of the same data the account's tables take.
public enum Organization: String, Sendable, Hashable, Codable, CaseIterable {
    /// One table per object type and per association pair.
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
    /// `object_with_object_properties`.
    case combinedProperties
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

    /// The selected tables: objects, associations, then the others.
    public let tables: [Table]
    /// Patterns that fit no table, most likely misspelt.
    public let unmatchedPatterns: [String]

    /// The tables of the named `types` and `pairs` that fit one of `patterns`; all of them where there are no patterns.
    public init(
        types: [ObjectTypeID], pairs: [AssociationPair], names: TableNames, organization: Organization = .individual,
        patterns: [String] = []
    ) {
        let all = Self.all(types: types, pairs: pairs, names: names, organization: organization)
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

    private static func all(
        types: [ObjectTypeID], pairs: [AssociationPair], names: TableNames, organization: Organization
    ) -> [Table] {
        var tables: [Table] = []
        if organization != .combined {
            tables += types.compactMap { type in names[type].map { Table(kind: .objects(type), name: $0.table) } }
            tables += pairs.compactMap { pair in names[pair].map { Table(kind: .associations(pair), name: $0) } }
        }
        if organization != .individual {
            tables.append(Table(kind: .combinedProperties, name: CombinedPropertiesTable.definition.name))
        }
        return tables + [
            Table(kind: .typeDefinitions, name: TypeDefinitionsTable().definition.name),
            Table(kind: .propertyDefinitions, name: PropertyDefinitionsTable().definition.name),
            Table(kind: .associationDefinitions, name: AssociationDefinitionsTable().definition.name),
            Table(kind: .owners, name: OwnersTable().definition.name),
            Table(kind: .ownerTeams, name: OwnerTeamsTable().definition.name),
            Table(kind: .pipelines, name: PipelinesTable().definition.name),
            Table(kind: .pipelineStages, name: PipelineStagesTable().definition.name),
        ]
    }
}
