import CRM
import Foundations
import Tables

/// What reading one type's records came to.
struct RecordsOutcome: Sendable {
    let type: ObjectTypeID
    /// The records' ids; nil when they could not be read.
    var ids: [Int64]?
    /// The individual table, if it was asked for and worked.
    var table: CommittedTable?
    /// The type's rows of the combined table, to be committed with the other types'.
    var combined: WrittenRows?
    var skipped: [RunReport.Skipped] = []
    var warnings: [String] = []
}

extension SyncRun {
    /// Reads each type's records once, for its individual table and its part of the combined one; returns all ids by type.
    func syncRecords(
        _ plan: SyncPlan, _ shapes: [ObjectTypeID: TypeShape], _ results: inout RunResults
    ) async throws -> [ObjectTypeID: [Int64]] {
        let combined =
            plan.contains(.combinedProperties)
            ? try await OpenTable.open(CombinedPropertiesTable.definition, context) : nil
        let sources = plan.types.filter { plan.needsRecords(of: $0.id) }.compactMap { shapes[$0.id] }
        let outcomes = try await sources.mapConcurrently(limit: settings.parallelSources) { shape in
            try await syncRecords(of: shape, isSelected: plan.contains(.objects(shape.type.id)), combined: combined)
        }
        var ids: [ObjectTypeID: [Int64]] = [:]
        for outcome in outcomes {
            ids[outcome.type] = outcome.ids
            results.warnings += outcome.warnings
            results.add(outcome.table.map { [$0] } ?? [], to: nil)
            results.leave(outcome.skipped, observe)
        }
        if let combined { try await commit(combined, outcomes, &results) }
        return ids
    }

    private func syncRecords(
        of shape: TypeShape, isSelected: Bool, combined: OpenTable?
    ) async throws -> RecordsOutcome {
        var outcome = RecordsOutcome(type: shape.type.id)
        var writers = RecordWriters(shape, clock: clock)
        do {
            let table = isSelected ? try OpenTable(shape.objects.definition, base: shape.base, context) : nil
            writers.individual = try table?.writer()
            writers.combined = try combined?.writer(partition: shape.type.id.rawValue)
            let requested = shape.objects.requestedProperties
            try await hubspot.records(of: shape.type, properties: requested).readAhead { page in
                try await writers.append(page, observe)
            }
            outcome.ids = writers.ids
            outcome.warnings = writers.warnings
            outcome.combined = try await writers.finishCombined()
            if let table, let rows = try await writers.finishIndividual() {
                let names = try ColumnAssignment.encode(shape.objects.assignments)
                let committed = try await table.commit([rows], properties: [ColumnAssignment.tableProperty: names])
                observe(.finished(committed.report))
                outcome.table = committed
            }
        } catch {
            let failure = Failure(error, while: "cannot sync \(shape.objects.definition.name)")
            if failure.kind == .cancelled { throw failure }
            try await writers.abandon()
            if isSelected { outcome.skipped.append(.init(shape.objects.definition.name, failure)) }
            if combined != nil, outcome.combined == nil {
                outcome.warnings.append(
                    "\(CombinedPropertiesTable.definition.name) keeps the earlier rows of \(shape.type.id): \(failure)")
            }
        }
        return outcome
    }

    private func commit(
        _ combined: OpenTable, _ outcomes: [RecordsOutcome], _ results: inout RunResults
    ) async throws {
        let parts = outcomes.compactMap(\.combined)
        let failed = outcomes.filter { $0.combined == nil }
        do {
            guard !parts.isEmpty || failed.isEmpty else {
                throw Failure(.transient, "cannot sync \(combined.name)", why: "no object type could be read")
            }
            results.add([try await combined.commit(parts)], to: observe)
        } catch {
            let failure = Failure(error, while: "cannot sync \(combined.name)")
            if failure.kind == .cancelled { throw failure }
            results.leave([.init(combined.name, failure)], observe)
        }
    }
}
