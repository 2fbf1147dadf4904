import CRM
import Foundations
import HubSpotAPI
import Lakehouse
import Parquet
import Tables

extension SyncRun {
    /// The lists whose newest members the table does not have: one may have come as another left, which changes neither a list's size nor
    /// its times.
    ///
    /// HubSpot lists members in the order in which they came, so the last page tells: one call for each list. Who leaves without another
    /// coming changes the size.
    func joinedLists(of lists: [SegmentList], in table: OpenTable) async throws -> Set<Int64> {
        guard let base = table.base, base.currentSnapshot != nil else { return [] }
        let tails = table.cursor.tails ?? [:]
        let answers = try await lists.filter { $0.size != 0 }.mapConcurrently(limit: settings.parallelSources) { list in
            (list.id, try await Discovery.settled { try await newestMembers(of: list, from: tails[String(list.id)]) })
        }
        var unknown = NewMembers()
        var joined: Set<Int64> = []
        for (list, answer) in answers {
            switch answer {
            case .success(let members): unknown.expect(members, in: list)
            // A list whose members HubSpot never shows has no tail; a cursor that it no longer takes does.
            case .failure(let failure) where failure.kind == .notFound && tails[String(list)] == nil: continue
            case .failure: joined.insert(list)
            }
        }
        for try await batch in try await base.read(columns: ["listid", "objectid", "joinedat"]) { unknown.find(batch) }
        return joined.union(unknown.lists)
    }

    /// The last page of the list's members; all of them where it has one page only, or nobody knows where the last one begins.
    private func newestMembers(of list: SegmentList, from tail: String?) async throws -> [ListMembership] {
        var members: [ListMembership] = []
        for try await page in hubspot.memberships(of: list, from: tail) { members += page }
        return members
    }
}

/// Members that a table may not have yet: pure.
struct NewMembers {
    private struct Member: Hashable {
        var object: Int64
        var joinedAt: Int64?
    }

    private var missing: [Int64: Set<Member>] = [:]

    /// HubSpot names these members of `list`.
    mutating func expect(_ members: [ListMembership], in list: Int64) {
        missing[list, default: []].formUnion(
            members.map { Member(object: $0.objectID, joinedAt: $0.joinedAt?.microseconds) })
    }

    /// The table has the memberships in `batch`.
    mutating func find(_ batch: ColumnBatch) {
        guard let lists = batch["listid"]?.int64s, let objects = batch["objectid"]?.int64s,
            let times = batch["joinedat"]
        else { return }
        for row in 0..<batch.rowCount where missing[lists[row]] != nil {
            let time = times.isNull(row) ? nil : times.int64s[row]
            missing[lists[row]]?.remove(Member(object: objects[row], joinedAt: time))
        }
    }

    /// The lists that have members whom the table does not have.
    var lists: Set<Int64> { Set(missing.filter { !$0.value.isEmpty }.keys) }
}
