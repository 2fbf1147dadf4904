import Foundations

/// A list of records of one type; HubSpot's pages call it a segment.
struct SegmentList: Sendable {
    var id: Int64
    var name: String
    /// `MANUAL`, `DYNAMIC` or `SNAPSHOT`.
    var processingType: String
    var processingStatus = "COMPLETE"
    var typeID: String
    var version: Int64 = 1
    var createdAt: Timestamp
    var updatedAt: Timestamp
    /// Manual lists have no filters.
    var filtersUpdatedAt: Timestamp?
    var deletedAt: Timestamp?
    var createdBy = "700"
    /// Ascending by record.
    private(set) var members: [Member] = []

    struct Member: Sendable {
        var id: Int64
        var joinedAt: Timestamp
    }

    /// The members by the time they came, equal ones by record.
    var membersByTime: [Member] { members.sorted { ($0.joinedAt, $0.id) < ($1.joinedAt, $1.id) } }

    /// Adds a record; one that is there already keeps its time.
    mutating func add(_ id: Int64, at moment: Timestamp) {
        let position = members.partitioningIndex { $0.id >= id }
        guard position == members.count || members[position].id != id else { return }
        members.insert(Member(id: id, joinedAt: moment), at: position)
    }

    /// Takes a record out; true when it was in.
    @discardableResult
    mutating func remove(_ id: Int64) -> Bool {
        let position = members.partitioningIndex { $0.id >= id }
        guard position < members.count, members[position].id == id else { return false }
        members.remove(at: position)
        return true
    }

    /// Deleted lists can be restored, and are shown by their id, for 90 days.
    func isShown(at now: Timestamp) -> Bool {
        deletedAt.map { $0.adding(seconds: 90 * 86_400) > now } ?? true
    }
}

extension Array {
    /// The first index whose element, and with it all later ones, satisfies the condition.
    func partitioningIndex(where belongsInSecond: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
