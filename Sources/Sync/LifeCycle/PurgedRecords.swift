import CRM
import Foundations
import Parquet
import Tables

/// The records that `object_lifecycle` tells as purged since some moment, and those that were absorbed by them: what a privacy
/// deletion deletes is the person, under whatever ids it was kept.
struct PurgedRecords {
    /// The last telling that was taken in; nil when there is none.
    private(set) var last: Timestamp?
    private let since: Timestamp?
    private var purged: [ObjectTypeID: Set<Int64>] = [:]
    private var survivors: [ObjectTypeID: [Int64: Int64]] = [:]

    /// None yet; what was told up to `since` was erased before.
    init(since: Timestamp?) {
        self.since = since
        last = since
    }

    /// Takes in rows of the table.
    mutating func add(_ batch: ColumnBatch) {
        guard let types = batch["objecttypeid"], let ids = batch["objectid"]?.int64s, let events = batch["event"],
            let times = batch["ingestedat"]?.int64s, let merged = batch["mergedintoobjectid"]
        else { return }
        for row in ids.indices {
            guard let type = types.string(row).map({ ObjectTypeID(rawValue: $0) }) else { continue }
            let told = Timestamp(microseconds: times[row])
            switch events.string(row).flatMap(LifeCycleEvent.init) {
            case .merged? where !merged.isNull(row): survivors[type, default: [:]][ids[row]] = merged.int64s[row]
            case .purged? where since.map({ told > $0 }) ?? true:
                purged[type, default: []].insert(ids[row])
                last = max(told, last ?? told)
            default: continue
            }
        }
    }

    /// The records, by type.
    var records: [ObjectTypeID: Set<Int64>] {
        var records = purged
        for (type, ids) in purged {
            var all = ids
            // Chains are told anew for each earlier loser, so one step is mostly enough.
            while case let more = (survivors[type] ?? [:]).filter({ all.contains($0.value) && !all.contains($0.key) }),
                !more.isEmpty
            { all.formUnion(more.keys) }
            records[type] = all
        }
        return records
    }
}
