public import CRM
import Foundations

extension HubSpotClient {
    /// All lists of the account, of every processing type, each once. Deleted lists are not among them.
    public func lists() async throws -> [SegmentList] {
        var lists: [SegmentList] = []
        var ids: Set<Int64> = []
        var offset: Int64 = 0
        while true {
            let call = APICall(
                endpoint: version.listSearch, body: listSearch(offset: offset), purpose: "cannot read the lists")
            let page = try await executor.value(call, decode: ListSearchPage.init)
            lists += page.lists.filter { ids.insert($0.id).inserted }
            guard page.hasMore else { return lists }
            // The offset of the answer is where the next page begins.
            let next = page.offset ?? offset + Int64(page.lists.count)
            guard next > offset else {
                throw Failure(
                    .invalidData, call.purpose, why: "HubSpot's paging does not advance: offset \(next) came twice",
                    remedy: "Run again later; if it stays so, please report it.")
            }
            offset = next
        }
    }

    /// One list, deleted or not: HubSpot shows a deleted one, which its search does not, until it can no longer be restored. Nil when
    /// there is no such list.
    public func list(_ id: Int64) async throws -> SegmentList? {
        let call = APICall(endpoint: version.list(id), purpose: "cannot read the list \(id)")
        let answer = try await executor.answer(call) { body throws(JSONError) in
            try SegmentList(try JSONValue(parsing: body).member("list"))
        }
        switch answer {
        case .value(let list): return list
        case .refused(let refusal) where refusal.kind == .absent: return nil
        case .refused(let refusal): throw refusal.failure(call.purpose)
        }
    }

    private func listSearch(offset: Int64) -> JSONValue {
        .object([
            "count": .number(String(limits.listSearchPage)), "offset": .number(String(offset)),
            "processingTypes": .array(["MANUAL", "DYNAMIC", "SNAPSHOT"].map { .string($0) }),
            "additionalProperties": .array(["hs_list_size", "hs_classic_list_id"].map { .string($0) }),
        ])
    }

    /// The members of `list` with the time they came in, in the order of that.
    ///
    /// A list that HubSpot does not show (its type has no memberships, or the scope is missing) throws a `Failure` that concerns
    /// this list only. A record that leaves and joins again while it is read may come twice.
    ///
    /// - Parameter position: where an earlier reading's last page began (``Pages/Iterator/position``); nil for all members.
    public func memberships(of list: SegmentList, from position: String? = nil) -> Pages<ListMembership> {
        let executor = executor
        let endpoint = version.memberships(of: list.id)
        let limit = String(limits.membershipPage)
        let purpose = "cannot read the members of the list \(list.id)"
        return Pages(from: PageCursor(after: position)) { cursor in
            let call = APICall(endpoint: endpoint, query: [.init("limit", limit)] + cursor.query, purpose: purpose)
            let answer = try await executor.answer(call) { body throws(JSONError) in
                try ResultList(body) { member throws(JSONError) in try ListMembership(member) }
            }
            let page: ResultList<ListMembership>
            switch answer {
            case .value(let value): page = value
            case .refused(let refusal) where refusal.status == 400 || refusal.kind == .absent:
                throw Failure(
                    .notFound, purpose, why: refusal.words,
                    remedy: "HubSpot does not show this list's members; its other lists are not affected.")
            case .refused(let refusal): throw refusal.failure(purpose)
            }
            var next = cursor
            try next.advance(to: page.after, purpose: purpose)
            return (page.elements, next)
        }
    }
}

/// One answer of the search for lists.
private struct ListSearchPage: Sendable {
    var lists: [SegmentList] = []
    var hasMore: Bool
    var offset: Int64?

    init(_ body: [UInt8]) throws(JSONError) {
        let document = try JSONValue(parsing: body)
        guard let found = document["lists"]?.array else {
            throw JSONError(.shape, "the answer has no lists", offset: 0)
        }
        for list in found { lists.append(try SegmentList(list)) }
        hasMore = document.flag("hasMore") ?? false
        offset = document.integer("offset")
    }
}

extension SegmentList {
    fileprivate init(_ list: JSONValue) throws(JSONError) {
        guard let id = list.integer("listId") else {
            throw JSONError(.shape, "a list has no numeric listId", offset: 0)
        }
        self.init(id: id, name: list.text("name") ?? "")
        let more = list.member("additionalProperties")
        classicID = more.integer("hs_classic_list_id") ?? list.integer("legacyListId")
        listType = list.text("processingType")
        processingStatus = list.text("processingStatus")
        objectTypeID = list.text("objectTypeId").map(ObjectTypeID.init(rawValue:))
        size = more.integer("hs_list_size") ?? list.integer("size")
        createdAt = list.time("createdAt")
        updatedAt = list.time("updatedAt")
        filtersUpdatedAt = list.time("filtersUpdatedAt")
        deletedAt = list.time("deletedAt")
        createdByID = list.text("createdById")
    }
}

extension ListMembership {
    fileprivate init(_ member: JSONValue) throws(JSONError) {
        guard let id = member.integer("recordId") else {
            throw JSONError(.shape, "a membership has no numeric recordId", offset: 0)
        }
        self.init(objectID: id, joinedAt: member.time("membershipTimestamp"))
    }
}
