import CRM
import Foundations
import HubSpotAPI
import Lakehouse
import Parquet
import Tables

extension SyncRun {
    /// Brings the tables of definitions, owners and pipelines up to date; each is small and merged with what it holds.
    func syncReferenceTables(
        _ plan: SyncPlan, _ discovery: Discovery, _ shapes: [ObjectTypeID: TypeShape], _ results: inout RunResults
    ) async throws {
        let owners = ownerTables(plan)
        let pipelines = pipelineTables(plan, discovery)
        let definitions = definitionTables(plan, discovery, shapes)
        try await sync([owners, pipelines, definitions], &results)
    }

    /// Brings the table of association types up to date.
    func syncAssociationDefinitions(
        _ plan: SyncPlan, _ discovery: Discovery, _ results: inout RunResults
    ) async throws {
        guard plan.contains(.associationDefinitions) else { return }
        let table = ReferenceTable(
            AssociationDefinitionsTable().definition, typeColumns: ["fromobjecttypeid", "toobjecttypeid"]
        ) { _, time in
            AssociationDefinitionsTable().batch(
                for: discovery.definitions.sorted { $0.key.name < $1.key.name }.flatMap(\.value), ingestedAt: time)
        }
        try await sync([ReferenceSource([table]) { unread(plan, discovery) }], &results)
    }

    private func sync(_ sources: [ReferenceSource], _ results: inout RunResults) async throws {
        for source in sources where !source.tables.isEmpty {
            switch try await Discovery.settled(source.read) {
            case .success(let content):
                for table in source.tables { try await sync(table, content, &results) }
            case .failure(let failure):
                results.leave(source.tables.map { .init($0.definition.name, failure) }, observe)
            }
        }
    }

    private func sync(
        _ table: ReferenceTable, _ content: ReferenceContent, _ results: inout RunResults
    ) async throws {
        let name = table.definition.name
        let outcome = try await Discovery.settled {
            let open = try await OpenTable.open(table.definition, context)
            let fresh = table.rows(content, clock.now())
            var previous: [ColumnBatch] = []
            if let base = open.base {
                for try await batch in try await base.read() { previous.append(batch) }
            }
            let merged = ReferenceMerge(
                key: table.definition.primaryKey, typeColumns: table.typeColumns,
                unreadTypes: Set(content.unread.keys.map(\.rawValue))
            ).merge(fresh, with: previous + [table.fallback(clock.now())].compactMap(\.self))
            var writer = open.writer()
            try await writer.append(merged)
            observe(.appended(table: name, rows: merged.rowCount))
            return try await open.commit([try await writer.finish()])
        }
        switch outcome {
        case .success(var committed):
            results.hasGaps = results.hasGaps || !(table.typeColumns.isEmpty || content.unread.isEmpty)
            committed.report.warnings =
                table.typeColumns.isEmpty
                ? []
                : content.unread.sorted { $0.key.rawValue < $1.key.rawValue }.map { type, failure in
                    "what it says of \(type) is as old as before: \(failure)"
                }
            results.add([committed], to: observe)
        case .failure(let failure): results.leave([.init(name, failure)], observe)
        }
    }
}

// MARK: - The sources

extension SyncRun {
    private func ownerTables(_ plan: SyncPlan) -> ReferenceSource {
        let tables: [(TableKind, ReferenceTable)] = [
            (.owners, ReferenceTable(OwnersTable().definition) { OwnersTable().batch(for: $0.owners, ingestedAt: $1) }),
            (
                .ownerTeams,
                ReferenceTable(OwnerTeamsTable().definition) {
                    OwnerTeamsTable().batch(for: $0.owners, ingestedAt: $1)
                }
            ),
        ]
        return ReferenceSource(tables.filter { plan.contains($0.0) }.map(\.1)) { [hubspot] in
            ReferenceContent(owners: try await hubspot.owners())
        }
    }

    private func pipelineTables(_ plan: SyncPlan, _ discovery: Discovery) -> ReferenceSource {
        let tables: [(TableKind, ReferenceTable)] = [
            (
                .pipelines,
                ReferenceTable(PipelinesTable().definition, typeColumns: ["objecttypeid"]) { content, time in
                    ColumnBatch(
                        joining: content.pipelines.map {
                            PipelinesTable().batch(for: $0.pipelines, of: $0.type, ingestedAt: time)
                        }, else: PipelinesTable().definition.emptyBatch)
                }
            ),
            (
                .pipelineStages,
                ReferenceTable(PipelineStagesTable().definition, typeColumns: ["objecttypeid"]) { content, time in
                    ColumnBatch(
                        joining: content.pipelines.map {
                            PipelineStagesTable().batch(for: $0.pipelines, of: $0.type, ingestedAt: time)
                        }, else: PipelineStagesTable().definition.emptyBatch)
                }
            ),
        ]
        let limit = settings.parallelSources
        return ReferenceSource(tables.filter { plan.contains($0.0) }.map(\.1)) { [hubspot] in
            var content = ReferenceContent(unread: discovery.refusals)
            let answers = try await plan.types.mapConcurrently(limit: limit) { type in
                (type.id, try await Discovery.settled { try await hubspot.pipelines(of: type) })
            }
            for (type, answer) in answers {
                switch answer {
                case .success(let pipelines): content.pipelines.append((type, pipelines))
                case .failure(let failure): content.unread[type] = failure
                }
            }
            return content
        }
    }

    private func definitionTables(
        _ plan: SyncPlan, _ discovery: Discovery, _ shapes: [ObjectTypeID: TypeShape]
    ) -> ReferenceSource {
        let shapes = plan.types.compactMap { shapes[$0.id] }
        let tables: [(TableKind, ReferenceTable)] = [
            (
                .typeDefinitions,
                // An event type's id may be unknown while its definition cannot be read; its name is the same.
                ReferenceTable(
                    TypeDefinitionsTable().definition, typeColumns: ["objecttypeid", "fullyqualifiedname"]
                ) { _, time in
                    TypeDefinitionsTable().batch(
                        for: discovery.types, events: discovery.eventTypes + discovery.emailEventTypes,
                        names: plan.names, ingestedAt: time)
                }
            ),
            (
                .propertyDefinitions,
                ReferenceTable(
                    PropertyDefinitionsTable().definition, typeColumns: ["objecttypeid"],
                    fallback: { time in Self.propertyDefinitions(shapes, at: time) { _ in true } },
                    rows: { _, time in Self.propertyDefinitions(shapes, at: time, where: \.isListed) })
            ),
        ]
        return ReferenceSource(tables.filter { plan.contains($0.0) }.map(\.1)) { unread(plan, discovery) }
    }

    /// Nothing but the types whose definitions could not be read.
    private func unread(_ plan: SyncPlan, _ discovery: Discovery) -> ReferenceContent {
        var content = ReferenceContent(unread: discovery.refusals)
        for event in plan.lostEvents { content.unread[ObjectTypeID(rawValue: event.id)] = discovery.eventRefusal }
        return content
    }
}

extension SyncRun {
    /// The definitions of all types, with the columns that `isIncluded` picks.
    private static func propertyDefinitions(
        _ shapes: [TypeShape], at time: Timestamp, where isIncluded: (NamedColumn) -> Bool
    ) -> ColumnBatch {
        let table = PropertyDefinitionsTable()
        return ColumnBatch(
            joining: shapes.map { shape in
                let listed = Set(shape.properties.map { "\($0.name) \($0.type)" })
                let columns = shape.objects.assignments.map {
                    NamedColumn(assignment: $0, isListed: listed.contains("\($0.property) \($0.hubSpotType)"))
                }
                return table.batch(
                    for: shape.properties, of: shape.type.id,
                    assignments: columns.filter(isIncluded).map(\.assignment), ingestedAt: time)
            }, else: table.definition.emptyBatch)
    }

    /// A column's name, and whether HubSpot still lists the property that it was given for.
    private struct NamedColumn {
        var assignment: ColumnAssignment
        var isListed: Bool
    }
}
