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
        let (data, deletes) = (manifests.data, manifests.deletes)
        let addedBytes = (data.added + deletes.added).reduce(0) { $0 + $1.byteCount }
        let removedBytes = (data.removed + deletes.removed).reduce(0) { $0 + $1.byteCount }
        set("added-data-files", data.added.count)
        set("added-records", rows(data.added))
        set("added-files-size", addedBytes)
        set("deleted-data-files", data.removed.count)
        set("deleted-records", rows(data.removed))
        set("removed-files-size", removedBytes)
        set("added-delete-files", deletes.added.count)
        set("added-position-delete-files", deletes.added.count)
        set("added-position-deletes", rows(deletes.added))
        set("removed-delete-files", Int64(deletes.removed.count) + manifests.removedDeleteFiles)
        let removed = Dictionary(grouping: deletes.removed, by: \.content)
        for (content, name) in [(Int32(1), "position"), (2, "equality")] {
            set("removed-\(name)-delete-files", removed[content]?.count ?? 0)
            set("removed-\(name)-deletes", rows(removed[content] ?? []))
        }
        set("changed-partition-count", Set((data.added + data.removed + deletes.added).map(\.partition)).count)

        let liveData = lines.filter { $0.content == .data }
        let liveDeletes = lines.filter { $0.content == .deletes }.reduce(0) { $0 + $1.live.files }
        set("total-data-files", liveData.reduce(0) { $0 + $1.live.files }, always: true)
        set("total-records", liveData.reduce(0) { $0 + $1.live.rows }, always: true)
        set("total-delete-files", liveDeletes, always: true)
        if change.operation == .replaceAll || parent == nil {
            set("total-files-size", addedBytes, always: true)
        } else if let before = parent?.totals.byteCount {
            set("total-files-size", max(0, before + addedBytes - removedBytes), always: true)
        }
        for (content, name) in [(Int32(1), "total-position-deletes"), (2, "total-equality-deletes")] {
            let before = parent == nil ? 0 : parent?.summary[name].flatMap { Int($0) }
            let added = rows(deletes.added.filter { $0.content == content })
            let after = before.map { max(0, $0 + added - rows(removed[content] ?? [])) }
            summary[name] = liveDeletes == 0 ? "0" : after.map { String($0) }
        }
        return summary
    }

    private static func rows(_ files: [DataFile]) -> Int { files.reduce(0) { $0 + $1.recordCount } }

    private static func operation(_ manifests: ManifestChange, _ operation: TableChange.Operation) -> String {
        if case .replaceFiles = operation { return "replace" }
        let removes =
            !manifests.data.removed.isEmpty || !manifests.deletes.added.isEmpty || manifests.removedDeleteFiles > 0
        guard removes else { return "append" }
        return manifests.data.added.isEmpty ? "delete" : "overwrite"
    }
}
