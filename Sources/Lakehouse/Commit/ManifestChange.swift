import Avro
import Foundations

/// What a change does to a snapshot's manifests: which stay as they are, and which entries go into new ones. Pure.
struct ManifestChange: Sendable {
    /// Manifests that the new snapshot shares with the old one.
    var kept: [ManifestFile] = []
    /// New manifests to write.
    var written: [Manifest] = []
    /// Files that come.
    var added: [DataFile] = []
    /// Files that leave.
    var removed: [DataFile] = []
    /// Delete files that leave with all the rows they applied to.
    var removedDeleteFiles: Int64 = 0

    /// - Parameters:
    ///   - change: which rows leave and which files come.
    ///   - base: the current manifests; those that ``needsEntries(of:for:spec:)`` names with their entries.
    ///   - specs: the table's specs.
    ///   - spec: the spec that the added files follow.
    ///   - partitionType: the Avro type of that spec's tuple.
    init(
        _ change: TableChange, onto base: [CommitBase.LoadedManifest], specs: [PartitionSpec], spec: PartitionSpec,
        partitionType: AvroTypeJSON, snapshotID: Int64
    ) throws {
        var rewritten: [Int32: Manifest] = [:]
        for manifest in base {
            guard manifest.file.live.files > 0 else { continue }
            guard manifest.file.content == .data else {
                // Deletes apply to older data only, so none is left to apply to once all of it is gone.
                if change.operation == .replaceAll {
                    removedDeleteFiles += manifest.file.live.files
                } else {
                    kept.append(manifest.file)
                }
                continue
            }
            guard let content = manifest.content else {
                kept.append(manifest.file)
                continue
            }
            let live = content.entries.map { $0.inheriting(from: manifest.file) }.filter(\.isLive)
            let leaves = try Self.leaving(change.operation, specs.first { $0.id == manifest.file.specID }, spec)
            let gone = live.filter { leaves($0.file) }
            guard !gone.isEmpty else {
                kept.append(manifest.file)
                continue
            }
            removed += gone.map(\.file)
            let id = manifest.file.specID
            var target =
                rewritten[id] ?? Manifest(specID: id, partitionType: content.partitionType, entries: [])
            target.entries += live.map { Self.carried($0, leaves: leaves($0.file), snapshotID: snapshotID) }
            rewritten[id] = target
        }
        added = change.addedFiles
        if !added.isEmpty {
            let entries = added.map {
                ManifestEntry(status: .added, snapshotID: snapshotID, file: $0)
            }
            written.append(Manifest(specID: spec.id, partitionType: partitionType, entries: entries))
        }
        written += rewritten.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Whether a commit must know the manifest's entries.
    static func needsEntries(of manifest: ManifestFile, for change: TableChange, spec: PartitionSpec) -> Bool {
        guard manifest.content == .data, manifest.live.files > 0 else { return false }
        switch change.operation {
        case .append, .metadataOnly: return false
        case .replaceAll: return true
        case .replacePartitions(let values):
            guard manifest.specID == spec.id, let summary = manifest.partitions?.first else { return true }
            return values.contains { summary.mayContain($0) }
        }
    }

    /// An entry of an old manifest as a new one tells it.
    private static func carried(_ entry: ManifestEntry, leaves: Bool, snapshotID: Int64) -> ManifestEntry {
        var entry = entry
        entry.status = leaves ? .deleted : .existing
        if leaves { entry.snapshotID = snapshotID }
        return entry
    }

    /// Which files of a manifest with `theirs` as its spec leave.
    private static func leaving(
        _ operation: TableChange.Operation, _ theirs: PartitionSpec?, _ ours: PartitionSpec
    ) throws -> (DataFile) -> Bool {
        switch operation {
        case .append, .metadataOnly: return { _ in false }
        case .replaceAll: return { _ in true }
        case .replacePartitions(let values):
            guard let column = ours.fields.first?.sourceID, let place = theirs?.place(of: column) else {
                throw Failure(
                    .configuration, "cannot replace a part of the table",
                    why: "some of its files were written by another program under another partitioning",
                    remedy:
                        "Rewrite the table's files under its first partitioning, or let hublake replace the whole table."
                )
            }
            return { file in
                guard file.partition.indices.contains(place), let value = file.partition[place].string else {
                    return false
                }
                return values.contains(value)
            }
        }
    }
}
