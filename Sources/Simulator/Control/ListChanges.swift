import Foundations

extension Account {
    /// Makes, renames, deletes and restores lists, and moves records in and out; the list's id.
    mutating func applyToList(_ change: Change, at now: Timestamp) throws(APIError) -> String {
        if change.kind == .createList { return try createList(change, at: now) }
        guard let id = change.list?.text, let index = lists.firstIndex(where: { String($0.id) == id }) else {
            throw .notFound("No list of that id")
        }
        switch change.kind {
        case .renameList:
            lists[index].name = change.name ?? lists[index].name
            lists[index].version += 1
            lists[index].updatedAt = now
        case .deleteList: lists[index].deletedAt = now
        case .restoreList: lists[index].deletedAt = nil
        case .addToList:
            for member in try members(change, of: lists[index]) { lists[index].add(member, at: now) }
        case .removeFromList:
            for member in try members(change, of: lists[index]) { lists[index].remove(member) }
        default: break
        }
        return id
    }

    private mutating func createList(_ change: Change, at now: Timestamp) throws(APIError) -> String {
        guard let name = change.type, let type = type(named: name) else { throw .unknownType(change.type ?? "") }
        let kind = change.processingType ?? "MANUAL"
        var list = SegmentList(
            id: (lists.map(\.id).max() ?? 10) + 1, name: change.name ?? "A list", processingType: kind, typeID: type.id,
            createdAt: now, updatedAt: now, filtersUpdatedAt: kind == "MANUAL" ? nil : now)
        for member in try members(change, of: list) { list.add(member, at: now) }
        lists.append(list)
        return String(list.id)
    }

    private func members(_ change: Change, of list: SegmentList) throws(APIError) -> [Int64] {
        var result: [Int64] = []
        for id in change.ids ?? [] {
            guard let number = Int64(id.text), tables[list.typeID]?.liveRecord(number) != nil else { throw .notFound() }
            result.append(number)
        }
        return result
    }
}
