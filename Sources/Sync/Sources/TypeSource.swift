import CRM
import Foundations
import Tables

extension SyncRun {
    /// Reads each type's records and, as soon as its ids are known, the associations that start at it: so the general and the
    /// association limit are drained at the same time. Then commits the tables that all types feed.
    func syncTypes(
        _ plan: SyncPlan, _ discovery: Discovery, _ shapes: [ObjectTypeID: TypeShape], _ results: inout RunResults
    ) async throws {
        let shared = try await SharedRecordTables(plan, context)
        let associations =
            plan.contains(.combinedAssociations)
            ? try await OpenTable.open(CombinedAssociationsTable().definition, context) : nil
        let sources = plan.types.filter { plan.needsRecords(of: $0.id) }.compactMap { shapes[$0.id] }
        let outcomes = try await sources.mapConcurrently(limit: settings.parallelSources) { shape in
            let type = shape.type.id
            let records = try await syncRecords(
                of: shape, isSelected: plan.contains(.objects(type)), shared: shared,
                count: discovery.recordCounts[type], plan: plan)
            let pairs = try await syncAssociations(from: type, plan, discovery, of: records.ids, associations)
            return (records: records, pairs: pairs)
        }
        results.addresses = outcomes.first { $0.records.type == .contacts }?.records.addresses ?? [:]
        for outcome in outcomes {
            results.warnings += outcome.records.warnings
            results.hasGaps = results.hasGaps || outcome.records.hasGaps
            results.add(outcome.records.table.map { [$0] } ?? [], to: nil)
            results.add(outcome.pairs.tables, to: nil)
            results.leave(outcome.records.skipped + outcome.pairs.skipped, observe)
        }
        for table in shared.tables.values.sorted(by: { $0.name < $1.name }) {
            try await commit(
                table, parts: outcomes.compactMap { $0.records.shared[table.name] },
                missing: outcomes.compactMap { outcome in
                    outcome.records.failure.map { (outcome.records.type.rawValue, $0) }
                }, &results)
        }
        if let associations {
            let refused = discovery.refusedPairs.map { (pair: $0.key, why: $0.value) }
            let missing = Dictionary(
                (outcomes.flatMap(\.pairs.missing) + refused).map { ($0.pair.name, $0.why) },
                uniquingKeysWith: { first, _ in first })
            try await commit(
                associations, parts: outcomes.compactMap(\.pairs.combined),
                missing: missing.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, &results)
        }
    }

    /// Commits a table that several sources feed: the parts that were read; the others keep their rows, which is said.
    func commit(
        _ table: OpenTable, parts: [WrittenRows], missing: [(part: String, why: Failure)],
        _ results: inout RunResults
    ) async throws {
        do {
            if parts.isEmpty, let first = missing.first { throw first.why }
            var committed = try await table.commit(parts)
            results.hasGaps = results.hasGaps || !missing.isEmpty
            committed.report.warnings += missing.map { "what it holds of \($0.part) is as old as before: \($0.why)" }
            results.add([committed], to: observe)
        } catch {
            let failure = Failure(error, while: "cannot sync \(table.name)")
            if failure.kind == .cancelled { throw failure }
            results.leave([.init(table.name, failure)], observe)
        }
    }
}
