import Foundations
import Lakehouse
import Parquet
import Tables

/// Records that HubSpot does not list among the live ones, although something of them is kept.
struct UnlistedRecords: Sendable, Hashable {
    /// Those that stand in a table of records.
    var vanished: Set<Int64> = []
    /// Those that stand in no table of records, but have rows in the history or were told as restored. Most left earlier, which was told;
    /// others were left so by a run that was interrupted between two commits. Where only the history is selected, all are such.
    var strays: Set<Int64> = []
}

extension RecordsReading {
    /// The records of which the history has rows and that `isKnown` does not know.
    ///
    /// Only rows of the last 90 days count: a record that was live so recently cannot have expired in the archive, so when HubSpot has it
    /// no more it was deleted for good.
    func strays(now: Timestamp, unless isKnown: (Int64) -> Bool) async throws -> Set<Int64> {
        guard tellsLifeCycle, let history = feeds.first(where: \.accumulates), let base = history.table.base else {
            return []
        }
        let earliest = now.adding(seconds: -LifeCycleReview.restorable).microseconds
        var strays: Set<Int64> = []
        let columns: Set = ["objectid", "ingestedat"]
        for try await batch in try await base.read(columns: columns, partition: history.writer.partition) {
            guard let ids = batch["objectid"]?.int64s, let times = batch["ingestedat"]?.int64s else { continue }
            var last: Int64?
            for (id, time) in zip(ids, times) where id != last && time > earliest {
                // The rows of a record mostly stand together.
                last = id
                if !isKnown(id) { strays.insert(id) }
            }
        }
        return strays
    }
}
