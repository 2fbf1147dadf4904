import Foundations
import Lakehouse
import Parquet
import Tables

/// Records that HubSpot does not list among the live ones, although something of them is kept.
struct UnlistedRecords: Sendable, Hashable {
    /// Those that stand in a table of records.
    var vanished: Set<Int64> = []
    /// Those that stand in no table of records, but have rows in the history or in the table of properties, or were told as restored. Most
    /// left earlier, which was told; others were left so by a run that was interrupted between two commits.
    var strays: Set<Int64> = []

    /// Adds what was found elsewhere.
    mutating func formUnion(_ more: UnlistedRecords) {
        vanished.formUnion(more.vanished)
        strays.formUnion(more.strays)
        strays.subtract(vanished)
    }
}

extension RecordsReading {
    /// Finds what the tables have besides the listed records.
    ///
    /// - Parameters:
    ///   - compared: tables whose records were held against the list already.
    ///   - isListed: also true of records that need not be found.
    func unlisted(
        now: Timestamp, besides compared: Set<String> = [], isListed: (Int64) -> Bool
    ) async throws -> UnlistedRecords {
        var unlisted = UnlistedRecords()
        for feed in feeds where !compared.contains(feed.table.name) {
            // What left the tables of current state stays in the history; unless that is told, it would be found each time.
            if feed.accumulates && !tellsLifeCycle { continue }
            let ids = try await feed.recordIDs(
                after: feed.accumulates ? now.adding(seconds: -LifeCycleReview.restorable) : nil, unless: isListed)
            unlisted.formUnion(
                feed.tellsRecords ? UnlistedRecords(vanished: ids) : UnlistedRecords(strays: ids))
        }
        return unlisted
    }
}

extension RecordFeed {
    /// The records of which the table has rows, without those that `isKnown` picks.
    ///
    /// - Parameter earliest: only rows that were written later count. A record that was live less than 90 days ago cannot have expired in
    ///   the archive, so when HubSpot has it no more it was deleted for good.
    fileprivate func recordIDs(after earliest: Timestamp?, unless isKnown: (Int64) -> Bool) async throws -> Set<Int64> {
        guard let base = table.base, base.currentSnapshot != nil else { return [] }
        var ids: Set<Int64> = []
        let columns: Set = earliest == nil ? ["objectid"] : ["objectid", "ingestedat"]
        for try await batch in try await base.read(columns: columns, partition: writer.partition) {
            guard let column = batch["objectid"]?.int64s else { continue }
            let times = batch["ingestedat"]?.int64s
            var last: Int64?
            for (row, id) in column.enumerated() where id != last {
                if let earliest, let times, times[row] <= earliest.microseconds { continue }
                // The rows of a record mostly stand together.
                last = id
                if !isKnown(id) { ids.insert(id) }
            }
        }
        return ids
    }
}
