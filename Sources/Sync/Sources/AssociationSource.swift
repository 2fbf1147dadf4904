import CRM
import Foundations
import Tables

extension SyncRun {
    /// Reads each directed pair's associations from the records that were just read.
    func syncAssociations(
        _ plan: SyncPlan, of ids: [ObjectTypeID: [Int64]], _ results: inout RunResults
    ) async throws {
        let tables = plan.pairs.compactMap { AssociationsTable(pair: $0, names: plan.names) }
        let outcomes = try await tables.mapConcurrently(limit: settings.parallelSources) { table in
            try await Discovery.settled { try await syncAssociations(table, of: ids[table.pair.from]) }
        }
        for (table, outcome) in zip(tables, outcomes) {
            switch outcome {
            case .success(let committed): results.add([committed], to: nil)
            case .failure(let failure): results.leave([.init(table.definition.name, failure)], observe)
            }
        }
    }

    private func syncAssociations(_ table: AssociationsTable, of ids: [Int64]?) async throws -> CommittedTable {
        let name = table.definition.name
        guard let ids else {
            throw Failure(
                .transient, "cannot sync \(name)", why: "the records of \(table.pair.from) could not be read",
                remedy: "See why in this report, and run the sync again.")
        }
        let open = try await OpenTable.open(table.definition, context)
        var writer = try open.writer()
        do {
            // Ids are read in slices, so that one pair never holds more than a slice's associations in memory.
            for start in stride(from: 0, to: ids.count, by: Self.idsPerSlice) {
                let slice = Array(ids[start..<min(start + Self.idsPerSlice, ids.count)])
                var seen: Set<Association> = []
                let associations = try await hubspot.associations(table.pair, from: slice)
                    .filter { seen.insert($0).inserted }
                try await writer.append(table.batch(for: associations, ingestedAt: clock.now()))
                observe(.appended(table: name, rows: associations.count))
            }
            let committed = try await open.commit([try await writer.finish()])
            observe(.finished(committed.report))
            return committed
        } catch {
            try await writer.abandon()
            throw error
        }
    }

    private static let idsPerSlice = 10_000
}
