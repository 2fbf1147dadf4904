import CRM
import Foundations
import Tables

extension SyncRun {
    /// Reads each type's records, the largest type first so that none is left over when the others are done, and tells the ids and
    /// addresses to `streams` as they come. Then commits the tables that all types feed.
    func syncTypes(
        _ plan: SyncPlan, _ discovery: Discovery, _ streams: RecordStreams, _ agenda: Agenda,
        _ results: inout RunResults
    ) async throws {
        let shared = try await SharedRecordTables(plan, recordsOfPart: settings.recordsOfPart, context)
        let counts = discovery.recordCounts
        let sources = streams.shapes.sorted { counts[$0.type.id] ?? 0 > counts[$1.type.id] ?? 0 }
        let tells = try await tellsLifeCycle(plan)
        let outcomes = try await sources.mapConcurrently(limit: settings.parallelSources) { shape in
            try await syncRecords(
                of: shape, shared: shared, count: counts[shape.type.id], plan: plan, tellsLifeCycle: tells, streams,
                agenda)
        }
        for outcome in outcomes {
            results.warnings += outcome.warnings
            results.hasGaps = results.hasGaps || outcome.hasGaps
            results.add(outcome.table.map { [$0] } ?? [], to: nil)
            results.leave(outcome.skipped, observe)
        }
        for table in shared.tables.values.sorted(by: { $0.name < $1.name }) {
            try await commit(
                table.name, isUnread: await table.isUntouched,
                missing: outcomes.compactMap { outcome in outcome.failure.map { (outcome.type.rawValue, $0) } },
                &results
            ) { try await table.finish() }
        }
        try await commitLifeCycle(
            plan, outcomes.compactMap(\.lifeCycle),
            missing: outcomes.compactMap { outcome in outcome.failure.map { (outcome.type.rawValue, $0) } }, &results)
    }

    /// Commits a table that several sources feed: the parts that were read; the others keep their rows, which is said.
    ///
    /// - Parameter others: whether there are parts that this run had no reason to read.
    func commit(
        _ table: OpenTable, parts: [WrittenRows], missing: [(part: String, why: Failure)], others: Bool = false,
        _ results: inout RunResults
    ) async throws {
        try await commit(table.name, isUnread: parts.isEmpty && !others, missing: missing, &results) {
            try await table.commit(parts)
        }
    }

    private func commit(
        _ name: String, isUnread: Bool, missing: [(part: String, why: Failure)], _ results: inout RunResults,
        _ body: () async throws -> CommittedTable
    ) async throws {
        do {
            if isUnread, let first = missing.first { throw first.why }
            var committed = try await body()
            results.hasGaps = results.hasGaps || !missing.isEmpty
            results.hasPassingGaps = results.hasPassingGaps || missing.contains { $0.why.kind.isRetryable }
            committed.report.warnings += missing.map { "what it holds of \($0.part) is as old as before: \($0.why)" }
            results.add([committed], to: observe)
        } catch {
            let failure = Failure(error, while: "cannot sync \(name)")
            if failure.kind == .cancelled { throw failure }
            results.leave([.init(name, failure)], observe)
        }
    }
}
