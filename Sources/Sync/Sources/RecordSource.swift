import CRM
import Foundations
import HubSpotAPI
import Tables

/// What reading one type's records came to.
struct RecordsOutcome: Sendable {
    let type: ObjectTypeID
    /// The records' ids; nil when they could not be read.
    var ids: [Int64]?
    /// The individual table, if it was asked for and worked.
    var table: CommittedTable?
    /// The type's rows of the tables that all types share, by table name.
    var shared: [String: WrittenRows] = [:]
    var skipped: [RunReport.Skipped] = []
    var warnings: [String] = []
    /// Why the records could not be read.
    var failure: Failure?
}

extension SyncRun {
    /// Reads each type's records once, for its individual table and its part of the combined ones; returns all ids by type.
    func syncRecords(
        _ plan: SyncPlan, _ shapes: [ObjectTypeID: TypeShape], _ results: inout RunResults
    ) async throws -> [ObjectTypeID: [Int64]] {
        let shared = try await SharedRecordTables(plan, context)
        let sources = plan.types.filter { plan.needsRecords(of: $0.id) }.compactMap { shapes[$0.id] }
        let outcomes = try await sources.mapConcurrently(limit: settings.parallelSources) { shape in
            try await syncRecords(of: shape, isSelected: plan.contains(.objects(shape.type.id)), shared: shared)
        }
        var ids: [ObjectTypeID: [Int64]] = [:]
        for outcome in outcomes {
            ids[outcome.type] = outcome.ids
            results.warnings += outcome.warnings
            results.add(outcome.table.map { [$0] } ?? [], to: nil)
            results.leave(outcome.skipped, observe)
        }
        for table in shared.tables.values.sorted(by: { $0.name < $1.name }) {
            try await commit(
                table, parts: outcomes.compactMap { $0.shared[table.name] },
                missing: outcomes.compactMap { outcome in outcome.failure.map { (outcome.type.rawValue, $0) } },
                &results)
        }
        return ids
    }

    private func syncRecords(
        of shape: TypeShape, isSelected: Bool, shared: SharedRecordTables
    ) async throws -> RecordsOutcome {
        var outcome = RecordsOutcome(type: shape.type.id)
        do {
            var feeds = shared.feeds(for: shape)
            if isSelected {
                let table = try OpenTable(shape.objects.definition, base: shape.base, context)
                feeds.append(
                    RecordFeed(individual: table) { [objects = shape.objects] in
                        objects.batch(for: $0, ingestedAt: $1, counting: &$2)
                    })
            }
            let written = try await read(shape, into: feeds, &outcome)
            for (feed, rows) in zip(feeds, written) where feed.isShared { outcome.shared[feed.table.name] = rows }
            if let feed = feeds.last, let rows = written.last, !feed.isShared {
                let names = try ColumnAssignment.encode(shape.objects.assignments)
                let committed = try await feed.table.commit(
                    [rows], properties: [ColumnAssignment.tableProperty: names])
                observe(.finished(committed.report))
                outcome.table = committed
            }
        } catch {
            let failure = Failure(error, while: "cannot sync \(shape.objects.definition.name)")
            if failure.kind == .cancelled { throw failure }
            if outcome.ids == nil { outcome.failure = failure }
            if isSelected { outcome.skipped.append(.init(shape.objects.definition.name, failure)) }
        }
        return outcome
    }

    /// Reads all records of one type and ends the rows of the tables that they feed; leaves no file behind when that fails.
    private func read(
        _ shape: TypeShape, into feeds: [RecordFeed], _ outcome: inout RecordsOutcome
    ) async throws -> [WrittenRows] {
        var writers = RecordWriters(shape, feeds: feeds, clock: clock)
        do {
            try await hubspot.records(of: shape.type, properties: shape.objects.requestedProperties).readAhead { page in
                try await writers.append(page, observe)
            }
            let written = try await writers.finish()
            outcome.ids = writers.ids
            outcome.warnings = writers.warnings
            return written
        } catch {
            try await writers.abandon()
            throw error
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
            committed.report.warnings += missing.map { "what it holds of \($0.part) is as old as before: \($0.why)" }
            results.add([committed], to: observe)
        } catch {
            let failure = Failure(error, while: "cannot sync \(table.name)")
            if failure.kind == .cancelled { throw failure }
            results.leave([.init(table.name, failure)], observe)
        }
    }
}
