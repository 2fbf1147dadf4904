import Foundations

extension TableMetadata {
    /// Forgets snapshots, and everything that only speaks of them; the current one always stays.
    mutating func remove(_ ids: Set<Int64>) {
        let ids = ids.subtracting([currentSnapshotID].compactMap { $0 })
        guard !ids.isEmpty else { return }
        snapshots.removeAll { ids.contains($0.id) }
        // The log must have no hole: what is older than a forgotten snapshot leaves with it (spec, "snapshot-log").
        if let last = snapshotLog.lastIndex(where: { $0["snapshot-id"]?.integer.map(ids.contains) ?? true }) {
            snapshotLog.removeSubrange(...last)
        }
        refs = refs.filter { !($0["snapshot-id"]?.integer.map(ids.contains) ?? false) }
        for name in ["statistics", "partition-statistics"] {
            guard let entries = others[name]?.array else { continue }
            others[name] = .array(entries.filter { !($0["snapshot-id"]?.integer.map(ids.contains) ?? false) })
        }
    }

    /// Snapshots that tags and branches need: branches other than the current one with all that came before.
    var namedSnapshots: Set<Int64> {
        let parents = Dictionary(snapshots.map { ($0.id, $0.parentID) }) { first, _ in first }
        var named: Set<Int64> = []
        for member in refs.members where member.name != "main" {
            let reference = member.value
            let isBranch = reference["type"]?.string == "branch"
            var theirs: Set<Int64> = []
            var next = reference["snapshot-id"]?.integer
            while let id = next, let parent = parents[id], theirs.insert(id).inserted { next = isBranch ? parent : nil }
            named.formUnion(theirs)
        }
        return named.union([currentSnapshotID].compactMap { $0 })
    }
}

extension JSONObject {
    fileprivate func filter(_ isKept: (JSONValue) -> Bool) -> JSONObject {
        var kept = JSONObject()
        for member in members where isKept(member.value) { kept[member.name] = member.value }
        return kept
    }
}
