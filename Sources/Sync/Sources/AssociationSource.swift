import CRM
import Foundations
import HubSpotAPI
import Parquet
import Tables

/// What reading the associations that start at one type came to.
struct AssociationsOutcome: Sendable {
    var tables: [CommittedTable] = []
    /// The type's rows of the combined table.
    var combined: WrittenRows?
    var skipped: [RunReport.Skipped] = []
    /// Pairs that could not be read.
    var missing: [(pair: AssociationPair, why: Failure)] = []
}

extension SyncRun {
    /// Reads the associations that start at `type`, pair by pair, for the pairs' tables and the type's part of the combined one,
    /// which keeps what it has of pairs that could not be read.
    func syncAssociations(
        from type: ObjectTypeID, _ plan: SyncPlan, _ discovery: Discovery, of ids: [Int64]?, _ combined: OpenTable?
    ) async throws -> AssociationsOutcome {
        let pairs = (combined == nil ? plan.pairs : Array(discovery.definitions.keys))
            .filter { $0.from == type }.sorted { $0.to.rawValue < $1.to.rawValue }
        var outcome = AssociationsOutcome()
        outcome.missing = discovery.refusedPairs.filter { $0.key.from == type }.map { (pair: $0.key, why: $0.value) }
        var writer = combined?.writer(partition: type.rawValue)
        var isTorn = false
        for pair in pairs {
            let table = plan.contains(.associations(pair)) ? AssociationsTable(pair: pair, names: plan.names) : nil
            let before = writer?.rowCount
            do {
                let committed = try await syncAssociations(pair, table, of: ids, &writer)
                if let committed { outcome.tables.append(committed) }
            } catch {
                let failure = Failure(error, while: "cannot sync the associations \(pair.name)")
                if failure.kind == .cancelled { throw failure }
                if let table { outcome.skipped.append(.init(table.definition.name, failure)) }
                outcome.missing.append((pair, failure))
                isTorn = isTorn || writer?.rowCount != before
            }
        }
        guard !isTorn else {
            // Half of a pair's associations would look like all of them: the type's part stays as it was.
            try await writer?.abandon()
            return outcome
        }
        let unread = Set(outcome.missing.map(\.pair.to.rawValue))
        outcome.combined = try await writer?.finish { consume in
            try await combined?.lastRows(
                partition: type.rawValue,
                where: { batch, row in batch["toobjecttypeid"]?.string(row).map(unread.contains) ?? false },
                consume: consume)
        }
        return outcome
    }

    /// One pair, for its table and for the combined one.
    private func syncAssociations(
        _ pair: AssociationPair, _ table: AssociationsTable?, of ids: [Int64]?, _ combined: inout TableWriter?
    ) async throws -> CommittedTable? {
        guard let ids else {
            throw Failure(
                .transient, "cannot read the associations \(pair.name)",
                why: "the records of \(pair.from) could not be read",
                remedy: "See why in this report, and run the sync again.")
        }
        var open: OpenTable?
        if let table { open = try await OpenTable.open(table.definition, context) }
        var writer = open?.writer()
        do {
            // Ids are read in slices, so that one pair never holds more than a slice's associations in memory.
            for start in stride(from: 0, to: ids.count, by: Self.idsPerSlice) {
                let slice = Array(ids[start..<min(start + Self.idsPerSlice, ids.count)])
                var seen: Set<Association> = []
                let associations = try await hubspot.associations(pair, from: slice)
                    .filter { seen.insert($0).inserted }
                if let table {
                    try await writer?.append(table.batch(for: associations, ingestedAt: clock.now()))
                    observe(.appended(table: table.definition.name, rows: associations.count))
                }
                if combined != nil {
                    let rows = CombinedAssociationsTable().batch(
                        for: associations, of: pair, ingestedAt: clock.now())
                    try await combined?.append(rows)
                }
            }
        } catch {
            try await writer?.abandon()
            throw error
        }
        guard let open, let rows = try await writer?.finish() else { return nil }
        let committed = try await open.commit([rows])
        observe(.finished(committed.report))
        return committed
    }

    private static let idsPerSlice = 10_000
}

extension AssociationPair {
    /// For people and for sorting: `0-1 to 0-2`.
    var name: String { "\(from) to \(to)" }
}
