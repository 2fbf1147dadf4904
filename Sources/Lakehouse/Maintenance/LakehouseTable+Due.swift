public import Foundations

extension LakehouseTable {
    /// What of a table's maintenance is worth doing now, going by its metadata alone, without any call.
    ///
    /// - Parameter now: the time; a little off does no harm.
    public func dueMaintenance(_ settings: MaintenanceSettings, now: Timestamp) -> MaintenanceScope {
        var due: MaintenanceScope = []
        let expired = settings.retention.expired(snapshots, named: metadata.namedSnapshots, now: now)
        // Together they are cheaper than one by one: each time all kept snapshots are looked at.
        if expired.count >= max(16, settings.retention.minimumCount / 2) { due.formUnion([.expiry, .orphans]) }
        guard let summary = currentSnapshot?.summary else { return due }
        func total(_ name: String) -> Int { summary[name].flatMap { Int($0) } ?? 0 }
        let isWorn =
            Double(total("total-position-deletes")) >= settings.compaction.deletedShare * Double(total("total-records"))
        let files = total("total-data-files")
        let mean = files > 0 ? total("total-files-size") / files : 0
        if total("total-delete-files") > 0 && isWorn { due.insert(.compaction) }
        if files >= 2 * settings.compaction.fileCount && mean < settings.compaction.targetByteCount / 8,
            filesSinceCompaction >= settings.compaction.fileCount
        {
            due.insert(.compaction)
        }
        return due
    }

    /// Files that came since files were last joined, as far as snapshots tell: with fewer of them there is nothing new to join.
    private var filesSinceCompaction: Int {
        metadata.ancestors.prefix { $0.summary["operation"] != "replace" }
            .reduce(0) { $0 + ($1.summary["added-data-files"].flatMap { Int($0) } ?? 0) }
    }
}
