/// The counts in a snapshot's summary (spec, Appendix F), under the names that engines show.
enum SnapshotSummary {
    static func make(
        _ manifests: ManifestChange, lines: [ManifestFile], parent: Snapshot?, _ change: TableChange
    ) -> [String: String] {
        var summary = change.summary
        summary["operation"] = operation(manifests, change.operation)
        func set(_ name: String, _ count: some BinaryInteger, always: Bool = false) {
            if count > 0 || always { summary[name] = String(count) }
        }
        let addedBytes = manifests.added.reduce(0) { $0 + $1.byteCount }
        let removedBytes = manifests.removed.reduce(0) { $0 + $1.byteCount }
        set("added-data-files", manifests.added.count)
        set("added-records", manifests.added.reduce(0) { $0 + $1.recordCount })
        set("added-files-size", addedBytes)
        set("deleted-data-files", manifests.removed.count)
        set("deleted-records", manifests.removed.reduce(0) { $0 + $1.recordCount })
        set("removed-files-size", removedBytes)
        set("removed-delete-files", manifests.removedDeleteFiles)
        let touched = Set((manifests.added + manifests.removed).map(\.partition))
        set("changed-partition-count", touched.count)

        let data = lines.filter { $0.content == .data }
        let deletes = lines.filter { $0.content == .deletes }
        set("total-data-files", data.reduce(0) { $0 + $1.live.files }, always: true)
        set("total-records", data.reduce(0) { $0 + $1.live.rows }, always: true)
        set("total-delete-files", deletes.reduce(0) { $0 + $1.live.files }, always: true)
        if change.operation == .replaceAll || parent == nil {
            set("total-files-size", addedBytes, always: true)
        } else if let before = parent?.totals.byteCount {
            set("total-files-size", max(0, before + addedBytes - removedBytes), always: true)
        }
        for name in ["total-position-deletes", "total-equality-deletes"] {
            summary[name] = deletes.isEmpty ? "0" : parent?.summary[name]
        }
        return summary
    }

    private static func operation(_ manifests: ManifestChange, _ operation: TableChange.Operation) -> String {
        let removes = !manifests.removed.isEmpty || manifests.removedDeleteFiles > 0
        guard removes else { return "append" }
        return manifests.added.isEmpty ? "delete" : "overwrite"
    }
}
