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
    /// Finds out which pairs the account has, and reads their associations while the records' ids are still coming in: the general
    /// and the association limit are drained at the same time.
    ///
    /// - Parameters:
    ///   - streams: each type's records.
    ///   - combined: the table of all associations, if it is selected.
    func syncAssociations(
        _ plan: SyncPlan, _ discovery: Discovery, of streams: RecordStreams, _ combined: OpenTable?,
        _ readings: AssociationReadings, _ results: inout RunResults
    ) async throws {
        let outcomes = try await streams.records.mapConcurrently(limit: streams.records.count) { type, stream in
            try await syncAssociations(from: type, plan, discovery, of: stream, combined, readings)
        }
        for outcome in outcomes {
            results.add(outcome.tables, to: nil)
            results.leave(outcome.skipped, observe)
        }
        guard let combined else { return }
        let refused = discovery.refusedPairs.map { (pair: $0.key, why: $0.value) }
        let missing = Dictionary(
            (outcomes.flatMap(\.missing) + refused).map { ($0.pair.name, $0.why) },
            uniquingKeysWith: { first, _ in first })
        try await commit(
            combined, parts: outcomes.compactMap(\.combined),
            missing: missing.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, &results)
    }

    /// Reads the associations that start at `type`, all pairs side by side, for the pairs' tables and the type's part of the combined
    /// one, which keeps what it has of pairs that could not be read.
    private func syncAssociations(
        from type: ObjectTypeID, _ plan: SyncPlan, _ discovery: Discovery, of stream: RecordStream,
        _ combined: OpenTable?, _ readings: AssociationReadings
    ) async throws -> AssociationsOutcome {
        var outcome = AssociationsOutcome()
        outcome.missing = discovery.refusedPairs.filter { $0.key.from == type }.map { (pair: $0.key, why: $0.value) }
        let pairs = readings.pairs(from: type).filter { readings[$0] != .none }
        if !pairs.contains(where: { readings[$0] == .whole }) && !readings.readsAll(from: type) {
            let changes = try await Discovery.settled { try await stream.changes.elements(0..<1) }
            if case .success(let changes) = changes, changes.allSatisfy(\.isEmpty) { return outcome }
        }
        var rows = try await open(pairs, plan, readings)
        var writer = combined?.writer(partition: type.rawValue)
        do {
            try await read(&rows, of: stream, &writer)
        } catch {
            for pair in rows.keys { try await rows[pair]?.abandon() }
            try await writer?.abandon()
            throw error
        }
        let changes = try await Discovery.settled { try await stream.changes.elements(0..<1) }
        let changed = (try? changes.get())?.first?.ids ?? []
        let ended = try await pairs.compactMap { rows[$0] }.mapConcurrently(limit: settings.parallelSources) { rows in
            var rows = rows
            return (rows, try await Discovery.settled { try await rows.commit(changed: changed) })
        }
        for (rows, result) in ended {
            switch result {
            case .success(let committed):
                guard let committed else { continue }
                observe(.finished(committed.report))
                outcome.tables.append(committed)
            case .failure(let failure):
                if let table = rows.tableName { outcome.skipped.append(.init(table, failure)) }
                // A table that cannot be written leaves the combined one as complete as it is.
                if rows.failure != nil { outcome.missing.append((rows.pair, failure)) }
            }
        }
        guard !ended.contains(where: { $0.0.isTorn }) else {
            // Half of a pair's associations would look like all of them: the type's part stays as it was.
            try await writer?.abandon()
            return outcome
        }
        guard readings.readsAll(from: type) else {
            // Of a part of the changes nobody could tell later which are missing.
            guard let combined, case .success = changes, ended.allSatisfy({ $0.0.failure == nil }) else {
                try await writer?.abandon()
                return outcome
            }
            outcome.combined = try await writer?.finish(
                replacing: changed, in: "fromobjectid", of: combined, at: readings.position)
            return outcome
        }
        let unread = Set(outcome.missing.map(\.pair.to.rawValue))
        outcome.combined = try await writer?.finish(at: readings.position) { consume in
            try await combined?.lastRows(
                partition: type.rawValue,
                where: { batch, row in batch["toobjecttypeid"]?.string(row).map(unread.contains) ?? false },
                consume: consume)
        }
        return outcome
    }

    private func open(
        _ pairs: [AssociationPair], _ plan: SyncPlan, _ readings: AssociationReadings
    ) async throws -> [AssociationPair: PairRows] {
        var context = context
        // A type's pairs are written side by side, and each holds a part of a file in memory.
        context.dataFileByteCount = max(1, context.dataFileByteCount / 4)
        let opened = try await pairs.mapConcurrently(limit: settings.parallelSources) { [context] pair in
            let table = plan.contains(.associations(pair)) ? AssociationsTable(pair: pair, names: plan.names) : nil
            return try await PairRows(
                pair, table, isWhole: readings[pair] == .whole, at: readings.position.through, context)
        }
        return Dictionary(opened.map { ($0.pair, $0) }) { first, _ in first }
    }

    /// Reads all pairs; a failure of one is noted with it and stops no other.
    private func read(
        _ rows: inout [AssociationPair: PairRows], of stream: RecordStream, _ combined: inout TableWriter?
    ) async throws {
        let sources = rows.values.filter { $0.failure == nil }.map { rows in
            let pages = hubspot.associationPages(
                rows.pair, from: rows.isWhole ? stream.all.elements(_:atLeast:) : stream.changedIDs)
            return PairPages(pair: rows.pair, pages: pages.makeAsyncIterator())
        }
        try await pullConcurrently(sources, limit: sources.count) { answer in
            switch answer.result {
            case .success(let associations):
                try await rows[answer.pair]?.append(associations, and: &combined, at: clock.now())
                if let table = rows[answer.pair]?.tableName {
                    observe(.appended(table: table, rows: associations.count))
                }
            case .failure(let failure): rows[answer.pair]?.failure = failure
            }
        }
    }
}

/// The pages of one pair's associations; a refusal is the last of them instead of an error, so that it stops no other pair.
private struct PairPages: AsyncIteratorProtocol, Sendable {
    struct Answer: Sendable {
        var pair: AssociationPair
        var result: Result<[Association], Foundations.Failure>
    }

    let pair: AssociationPair
    var pages: AssociationPages.Iterator

    mutating func next() async throws -> Answer? {
        do {
            return try await pages.next().map { Answer(pair: pair, result: .success($0)) }
        } catch {
            let failure = Foundations.Failure(error, while: "cannot read the associations \(pair.name)")
            if failure.kind == .cancelled { throw failure }
            return Answer(pair: pair, result: .failure(failure))
        }
    }
}

extension AssociationPair {
    /// For people and for sorting: `0-1 to 0-2`.
    var name: String { "\(from) to \(to)" }
}
