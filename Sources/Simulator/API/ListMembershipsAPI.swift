import Foundations

/// The records of a list, by id or by the time they came: 100 a page unless asked, 250 at most. Upwards from `after`, or downwards from
/// `before`; a cursor stands for a place, so that members who come or go before it shift nothing.
extension AccountAPI {
    func memberships(of id: String, byTime: Bool, _ call: Call) throws(APIError) -> Answer {
        let list = try shownList(id)
        guard let type = account.types.first(where: { $0.id == list.typeID }) else { throw .notFound() }
        try requireRecords(of: type)
        let limit = try call.limit(default: 100, maximum: 250)
        let all = byTime ? list.membersByTime : list.members
        let after = try place("after", call)
        let before = try place("before", call)
        let isDescending = after == nil && before != nil
        let page: ArraySlice<SegmentList.Member>
        let hasMore: Bool
        if isDescending, let before {
            let end = all.partitioningIndex { !Self.place($0, byTime).lexicographicallyPrecedes(before) }
            page = all[max(0, end - limit)..<end]
            hasMore = end > limit
        } else {
            let start = after.map { after in
                all.partitioningIndex { after.lexicographicallyPrecedes(Self.place($0, byTime)) }
            }
            page = all[(start ?? 0)...].prefix(limit)
            hasMore = page.endIndex < all.endIndex
        }
        let results = (isDescending ? Array(page.reversed()) : Array(page)).map { member in
            JSON.fields([
                "recordId": .string(String(member.id)), "membershipTimestamp": .string(member.joinedAt.iso8601),
            ])
        }
        let turn = (isDescending ? page.first : page.last).map { OpaqueCursor.text(for: Self.place($0, byTime)) }
        return .json(
            .fields([
                "results": .array(results), "total": .integer(Int64(all.count)),
                "paging": hasMore ? turn.map { paging(to: $0, isDescending, call) } : nil,
            ]))
    }

    private func paging(to cursor: String, _ isDescending: Bool, _ call: Call) -> JSON {
        let path = "/" + call.path.joined(separator: "/")
        guard isDescending else { return paging(next: cursor, path: path) }
        return .fields([
            "prev": .fields([
                "before": .string(cursor), "link": .string("https://api.hubapi.com\(path)?before=\(cursor)"),
            ])
        ])
    }

    private func place(_ name: String, _ call: Call) throws(APIError) -> [Int64]? {
        guard let cursor = call.parameter(name), !cursor.isEmpty else { return nil }
        guard let place = OpaqueCursor.place(of: cursor, parts: 2) else {
            throw .invalid("The \(name) cursor is not valid")
        }
        return place
    }

    private static func place(_ member: SegmentList.Member, _ byTime: Bool) -> [Int64] {
        byTime ? [member.joinedAt.microseconds, member.id] : [member.id, 0]
    }
}
