import CRM
import Foundations
import HubSpotAPI
import Parquet
import Tables

/// What reading the associations that start at one type came to.
private struct AssociationsOutcome: Sendable {
    var tables: [CommittedTable] = []
    /// The type's rows of the combined table.
    var combined: WrittenRows?
    var skipped: [RunReport.Skipped] = []
    /// Pairs that could not be read.
    var missing: [(pair: AssociationPair, why: Failure)] = []
}

extension SyncRun {
    /// Reads each directed pair's associations from the records that were just read, for the pair's table and the combined one.
    func syncAssociations(
        _ plan: SyncPlan, _ discovery: Discovery, of ids: [ObjectTypeID: [Int64]], _ results: inout RunResults
    ) async throws {
        let combined =
            plan.contains(.combinedAssociations)
            ? try await OpenTable.open(CombinedAssociationsTable().definition, context) : nil
        let pairs = combined == nil ? plan.pairs : Array(discovery.definitions.keys)
        let groups = Dictionary(grouping: pairs, by: \.from).sorted { $0.key.rawValue < $1.key.rawValue }
        let outcomes = try await groups.mapConcurrently(limit: settings.parallelSources) { from, pairs in
            let refused = discovery.refusedPairs.filter { $0.key.from == from }.map { (pair: $0.key, why: $0.value) }
            return try await syncAssociations(
                pairs.sorted { $0.to.rawValue < $1.to.rawValue }, plan, refused: refused, of: ids[from], combined)
        }
        for outcome in outcomes {
            results.add(outcome.tables, to: nil)
            results.leave(outcome.skipped, observe)
        }
        if let combined {
            let unread = discovery.refusedPairs.map { (pair: $0.key, why: $0.value) }
            let missing = (outcomes.flatMap(\.missing) + unread).sorted { $0.pair.name < $1.pair.name }
            var seen: Set<AssociationPair> = []
            try await commit(
                combined, parts: outcomes.compactMap(\.combined),
                missing: missing.filter { seen.insert($0.pair).inserted }.map { ($0.pair.name, $0.why) }, &results)
        }
    }

    /// The pairs that start at one type, one after another; the combined table's part keeps what it has of unread pairs.
    private func syncAssociations(
        _ pairs: [AssociationPair], _ plan: SyncPlan, refused: [(pair: AssociationPair, why: Failure)],
        of ids: [Int64]?, _ combined: OpenTable?
    ) async throws -> AssociationsOutcome {
        var outcome = AssociationsOutcome()
        outcome.missing = refused
        var writer = combined?.writer(partition: pairs.first?.from.rawValue)
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
                partition: pairs.first?.from.rawValue,
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
