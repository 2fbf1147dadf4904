import Foundations

/// A record: who it is and when it changed; its values are made when they are asked for.
struct Record: Sendable {
    var id: Int64
    /// What decides the made values; nil for a record that a change created.
    var row: UInt64?
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var archivedAt: Timestamp?
    /// What changes have done to it since the account was made.
    var story: RecordStory?
}

extension Record {
    /// Archived records can be restored, and are shown, for 90 days.
    func isRestorable(at now: Timestamp) -> Bool {
        archivedAt.map { $0.adding(seconds: 90 * 86_400) > now } ?? false
    }
}

/// The records of one type, ascending by id, live and archived apart.
struct RecordTable: Sendable {
    private(set) var live: [Record]
    private(set) var archived: [Record]
    /// The highest id ever given that is within JavaScript's numbers: no id is given twice, not even a purged record's.
    private var highestID: Int64

    init(live: [Record], archived: [Record]) {
        self.live = live
        self.archived = archived
        highestID = [live, archived].compactMap { $0.last { $0.id < Self.firstUnsafeID }?.id }.max() ?? 100
    }

    private static let firstUnsafeID: Int64 = 1 << 53

    /// The live record of that id.
    func liveRecord(_ id: Int64) -> Record? { Self.find(id, in: live) }

    /// The archived record of that id.
    func archivedRecord(_ id: Int64) -> Record? { Self.find(id, in: archived) }

    /// Up to `limit` live records whose id is at least `after`, and the id that the next page starts with.
    func page(after: Int64, limit: Int) -> (records: ArraySlice<Record>, next: Int64?) {
        Self.page(of: live, after: after, limit: limit)
    }

    /// The same of the archived records of the last 90 days: older ones are out of reach.
    func archivedPage(
        after: Int64, limit: Int, at now: Timestamp
    ) -> (records: ArraySlice<Record>, next: Int64?) {
        Self.page(of: archived.filter { $0.isRestorable(at: now) }, after: after, limit: limit)
    }

    private static func page(
        of all: [Record], after: Int64, limit: Int
    ) -> (records: ArraySlice<Record>, next: Int64?) {
        let start = Self.position(of: after, in: all)
        let end = min(all.count, start + limit)
        return (all[start..<end], end < all.count ? all[end].id : nil)
    }

    /// Adds the record, or replaces the live one of the same id.
    mutating func put(_ record: Record) {
        if record.id < Self.firstUnsafeID { highestID = max(highestID, record.id) }
        let position = Self.position(of: record.id, in: live)
        if position < live.count, live[position].id == record.id {
            live[position] = record
        } else {
            live.insert(record, at: position)
        }
    }

    /// Moves a live record to the archived ones; last-modified stays, as in HubSpot.
    mutating func archive(_ id: Int64, at moment: Timestamp) {
        guard var record = remove(id) else { return }
        record.archivedAt = moment
        archived.insert(record, at: Self.position(of: id, in: archived))
    }

    /// Moves an archived record back to the live ones.
    mutating func restore(_ id: Int64) {
        let position = Self.position(of: id, in: archived)
        guard position < archived.count, archived[position].id == id else { return }
        var record = archived.remove(at: position)
        record.archivedAt = nil
        put(record)
    }

    /// Takes an archived record away for good.
    mutating func removeArchived(_ id: Int64) { archived.removeAll { $0.id == id } }

    /// The id that the next created record gets: after all that are within JavaScript's numbers.
    var nextID: Int64 { highestID + 1 }

    /// Takes a live record away without a trace, as a privacy deletion does; nil when there is none.
    @discardableResult
    mutating func remove(_ id: Int64) -> Record? {
        let position = Self.position(of: id, in: live)
        guard position < live.count, live[position].id == id else { return nil }
        return live.remove(at: position)
    }

    private static func find(_ id: Int64, in records: [Record]) -> Record? {
        let position = position(of: id, in: records)
        return position < records.count && records[position].id == id ? records[position] : nil
    }

    private static func position(of id: Int64, in records: [Record]) -> Int {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
