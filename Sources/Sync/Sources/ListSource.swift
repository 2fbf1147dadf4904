import CRM
import Foundations
import HubSpotAPI
import Lakehouse
import Parquet
import Tables

extension SyncRun {
    /// Reads the lists and who is in them.
    func syncLists(_ plan: SyncPlan, _ agenda: Agenda, _ results: inout RunResults) async throws {
        let wanted = plan.tables.filter { [.lists, .listMemberships].contains($0.kind) }
        guard !wanted.isEmpty else { return }
        switch try await Discovery.settled({ try await hubspot.lists() }) {
        case .success(let lists):
            let definition = ListsTable().definition
            let table = try await OpenTable.open(definition, context)
            let changed = agenda.isDue(.lists) ? nil : try await changedLists(of: lists, in: table)
            // Members first: a list counts as read once its row says so.
            var membersFailed = false
            if plan.contains(.listMemberships) {
                let outcome = try await Discovery.settled {
                    let table = try await OpenTable.open(ListMembershipsTable().definition, context)
                    var changed = changed
                    if let known = changed, agenda.isDue(.joins) {
                        changed = known.union(
                            try await joinedLists(of: lists.filter { !known.contains($0.id) }, in: table))
                    }
                    return try await syncMemberships(of: lists, changed: changed, in: table)
                }
                if case .success(let committed) = outcome, !committed.report.warnings.isEmpty { results.hasGaps = true }
                if case .failure = outcome { membersFailed = true }
                results.take(outcome, of: ListMembershipsTable().definition.name, observe)
            }
            if plan.contains(.lists) && !membersFailed {
                let outcome = try await Discovery.settled {
                    let deleted = try await deletedLists(besides: lists, knownTo: table)
                    var writer = table.writer()
                    try await writer.append(ListsTable().batch(for: lists + deleted, ingestedAt: clock.now()))
                    return try await table.commit([try await writer.finish()])
                }
                results.take(outcome, of: definition.name, observe)
            }
        case .failure(let failure): results.leave(wanted.map { .init($0.name, failure) }, observe)
        }
    }

    /// The lists that look other than the table has them; nil where the table says nothing.
    private func changedLists(of lists: [SegmentList], in table: OpenTable) async throws -> Set<Int64>? {
        guard table.base?.currentSnapshot != nil else { return nil }
        var known = RowKeySet(columns: ["listid", "size", "updatedat", "filtersupdatedat"])
        try await table.lastRows(where: { _, _ in true }, consume: { known.insert($0) })
        let rows = ListsTable().batch(for: lists, ingestedAt: clock.now())
        return Set(lists.indices.filter { !known.contains($0, of: rows) }.map { lists[$0].id })
    }

    /// Lists that the table knows and HubSpot's search no longer names, as HubSpot shows them one by one (B085).
    private func deletedLists(
        besides lists: [SegmentList], knownTo table: OpenTable
    ) async throws -> [SegmentList] {
        let named = Set(lists.map(\.id))
        var missing: [Int64] = []
        try await table.lastRows(where: { _, _ in true }) { batch in
            guard let ids = batch["listid"] else { return }
            missing += ids.int64s.filter { !named.contains($0) }
        }
        return try await missing.mapConcurrently(limit: settings.parallelSources) { [hubspot] id in
            try await hubspot.list(id)
        }.compactMap(\.self)
    }

    /// Reads several lists side by side; one that HubSpot refuses keeps its members, and the report says so (B084).
    ///
    /// - Parameter changed: the lists to read; nil for all of them.
    private func syncMemberships(
        of all: [SegmentList], changed: Set<Int64>?, in table: OpenTable
    ) async throws -> CommittedTable {
        let isWhole = changed == nil || table.base?.currentSnapshot == nil
        let lists = isWhole ? all : all.filter { changed?.contains($0.id) ?? true }
        var writer = table.writer()
        var seen: Set<Membership> = []
        var refused: [Int64: Failure] = [:]
        var tails = table.cursor.tails ?? [:]
        do {
            let sources = lists.map {
                MembershipPages(list: $0, pages: hubspot.memberships(of: $0).makeAsyncIterator())
            }
            try await pullConcurrently(sources, limit: settings.parallelSources) { answer in
                switch answer.result {
                case .success(let members):
                    let fresh = members.filter {
                        seen.insert(Membership(list: answer.list.id, object: $0.objectID)).inserted
                    }
                    let rows = ListMembershipsTable().batch(for: fresh, of: answer.list, ingestedAt: clock.now())
                    try await writer.append(rows)
                    tails[String(answer.list.id)] = answer.position
                    observe(.appended(table: table.name, rows: rows.rowCount))
                case .failure(let failure): refused[answer.list.id] = failure
                }
            }
            let unread = Set(refused.keys)
            var rows =
                if isWhole {
                    try await writer.finish { consume in
                        try await table.lastRows(
                            where: { batch, row in batch["listid"].map { unread.contains($0.int64s[row]) } ?? false },
                            consume: consume)
                    }
                } else {
                    try await writer.finish(
                        replacing: try await goneLists(besides: all, in: table)
                            .union(lists.map(\.id)).subtracting(unread), in: "listid", of: table)
                }
            let names = Set(all.map { String($0.id) })
            rows.tails = tails.filter { names.contains($0.key) }
            var committed = try await table.commit([rows])
            committed.report.warnings += refused.sorted { $0.key < $1.key }.map { list, failure in
                "what it holds of the list \(list) is as old as before: \(failure)"
            }
            return committed
        } catch {
            try await writer.abandon()
            throw error
        }
    }

    /// Lists that the table has members of and HubSpot no longer names.
    private func goneLists(besides lists: [SegmentList], in table: OpenTable) async throws -> Set<Int64> {
        var gone: Set<Int64> = []
        guard let base = table.base, base.currentSnapshot != nil else { return gone }
        for try await batch in try await base.read(columns: ["listid"]) {
            gone.formUnion(batch["listid"]?.int64s ?? [])
        }
        return gone.subtracting(lists.map(\.id))
    }

    private struct Membership: Hashable {
        var list: Int64
        var object: Int64
    }
}

/// The pages of one list's members; a refusal is the last of them instead of an error, so that it stops no other list.
private struct MembershipPages: AsyncIteratorProtocol, Sendable {
    struct Answer: Sendable {
        var list: SegmentList
        var result: Result<[ListMembership], Foundations.Failure>
        /// Where the page begins.
        var position: String?
    }

    let list: SegmentList
    var pages: Pages<ListMembership>.Iterator

    mutating func next() async throws -> Answer? {
        do {
            return try await pages.next().map {
                Answer(list: list, result: .success($0), position: pages.position)
            }
        } catch {
            let failure = Foundations.Failure(error, while: "cannot read the members of the list \(list.id)")
            if failure.kind == .cancelled { throw failure }
            return Answer(list: list, result: .failure(failure))
        }
    }
}
