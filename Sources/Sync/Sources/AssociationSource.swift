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
        from type: ObjectTypeID, _ plan: SyncPlan, _ discovery: Discovery, of ids: RecordIDs?, _ combined: OpenTable?,
        _ readings: AssociationReadings
    ) async throws -> AssociationsOutcome {
        var outcome = AssociationsOutcome()
        outcome.missing = discovery.refusedPairs.filter { $0.key.from == type }.map { (pair: $0.key, why: $0.value) }
        let isWhole = readings.readsAll(from: type)
        var writer = combined?.writer(partition: type.rawValue)
        var isTorn = false
        for pair in readings.pairs(from: type) {
            let table = plan.contains(.associations(pair)) ? AssociationsTable(pair: pair, names: plan.names) : nil
            let before = writer?.rowCount
            do {
                let ids = try Self.known(ids, of: pair)
                guard let reading = readings.reading(of: pair, ids) else { continue }
                let committed = try await syncAssociations(pair, table, reading, isWhole: isWhole, &writer)
                if let committed { outcome.tables.append(committed) }
            } catch {
                let failure = Failure(error, while: "cannot sync the associations \(pair.name)")
                if failure.kind == .cancelled { throw failure }
                if let table { outcome.skipped.append(.init(table.definition.name, failure)) }
                outcome.missing.append((pair, failure))
                isTorn = isTorn || writer?.rowCount != before
            }
        }
        // Half of a pair's associations would look like all of them, and part of the changes like all: then the type's part stays as it was.
        guard let combined, !isTorn, isWhole || outcome.missing.allSatisfy({ discovery.refusedPairs[$0.pair] != nil })
        else {
            try await writer?.abandon()
            return outcome
        }
        if isWhole {
            let unread = Set(outcome.missing.map(\.pair.to.rawValue))
            outcome.combined = try await writer?.finish(at: readings.position) { consume in
                try await combined.lastRows(
                    partition: type.rawValue,
                    where: { batch, row in batch["toobjecttypeid"]?.string(row).map(unread.contains) ?? false },
                    consume: consume)
            }
        } else if let ids {
            outcome.combined = try await writer?.finish(
                replacing: ids.removed.union(ids.read), in: "fromobjectid", of: combined, at: readings.position)
        }
        return outcome
    }

    private static func known(_ ids: RecordIDs?, of pair: AssociationPair) throws -> RecordIDs {
        if let ids { return ids }
        throw Failure(
            .transient, "cannot read the associations \(pair.name)",
            why: "the records of \(pair.from) could not be read",
            remedy: "See why in this report, and run the sync again.")
    }

    /// One pair, for its table and for the combined one.
    ///
    /// - Parameter isWhole: whether the combined table gets all associations of the type, or only those of records that changed.
    private func syncAssociations(
        _ pair: AssociationPair, _ table: AssociationsTable?, _ reading: AssociationReading, isWhole: Bool,
        _ combined: inout TableWriter?
    ) async throws -> CommittedTable? {
        var open: OpenTable?
        if let table { open = try await OpenTable.open(table.definition, context) }
        var writer = open?.writer()
        do {
            // Ids are read in slices, so that one pair never holds more than a slice's associations in memory.
            let ids = reading.ids
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
                    let wanted = isWhole ? associations : associations.filter { reading.changed.contains($0.fromID) }
                    let rows = CombinedAssociationsTable().batch(for: wanted, of: pair, ingestedAt: clock.now())
                    try await combined?.append(rows)
                }
            }
        } catch {
            try await writer?.abandon()
            throw error
        }
        guard let open, let table, let rows = try await finish(&writer, table, reading, open) else { return nil }
        let committed = try await open.commit([rows])
        observe(.finished(committed.report))
        return committed
    }

    private func finish(
        _ writer: inout TableWriter?, _ table: AssociationsTable, _ reading: AssociationReading, _ open: OpenTable
    ) async throws -> WrittenRows? {
        if reading.isWhole { return try await writer?.finish() }
        let column = table.definition.columns[0].name
        return try await writer?.finish(replacing: reading.changed, in: column, of: open)
    }

    private static let idsPerSlice = 10_000
}

extension AssociationPair {
    /// For people and for sorting: `0-1 to 0-2`.
    var name: String { "\(from) to \(to)" }
}
