import Avro
import Foundations

/// What a change does to a snapshot's manifests: which stay as they are, and which entries go into new ones. Pure.
struct ManifestChange: Sendable {
    /// Manifests that the new snapshot shares with the old one.
    private(set) var kept: [ManifestFile] = []
    /// New manifests to write.
    private(set) var written: [Manifest] = []
    /// Data files that come and that leave.
    private(set) var data = Movement()
    /// Delete files that come and that leave.
    private(set) var deletes = Movement()
    /// Delete files that leave unseen with all the rows they applied to.
    private(set) var removedDeleteFiles: Int64 = 0

    /// Files that come and files that leave.
    struct Movement: Sendable {
        var added: [DataFile] = []
        var removed: [DataFile] = []
    }

    /// New manifests of one kind are told apart by this.
    private struct Kind: Hashable, Comparable {
        var content: ManifestFile.Content
        var specID: Int32

        static func < (left: Kind, right: Kind) -> Bool {
            (left.content.rawValue, left.specID) < (right.content.rawValue, right.specID)
        }
    }

    /// - Parameters:
    ///   - change: which rows leave and which files come.
    ///   - base: the current manifests; those that ``entriesNeeded(of:for:spec:)`` names with their entries.
    ///   - specs: the table's specs.
    ///   - spec: the spec that the added files follow.
    ///   - types: Iceberg types of the table's columns, by id.
    /// - Throws: `Failure`: `conflict` when a file that should leave is not there.
    init(
        _ change: TableChange, onto base: [CommitBase.LoadedManifest], specs: [PartitionSpec], spec: PartitionSpec,
        types: [Int32: String], snapshotID: Int64
    ) throws {
        let departure = FileDeparture(change.operation, spec: spec)
        let merged = ManifestMerging.merged(base.map(\.file))
        var rewritten: [Kind: Manifest] = [:]
        for manifest in base where manifest.file.live.files > 0 {
            let content = manifest.file.content
            guard let loaded = manifest.content else {
                // Deletes apply to older data only, so none is left to apply to once all of it is gone.
                if content == .deletes, change.operation == .replaceAll {
                    removedDeleteFiles += manifest.file.live.files
                } else {
                    kept.append(manifest.file)
                }
                continue
            }
            let live = loaded.entries.map { $0.inheriting(from: manifest.file) }.filter(\.isLive)
            let leaves = try departure.leaves(content, specs.first { $0.id == manifest.file.specID })
            let gone = live.map(\.file).filter(leaves)
            guard !gone.isEmpty || merged.contains(manifest.file.path) else {
                kept.append(manifest.file)
                continue
            }
            if content == .data { data.removed += gone } else { deletes.removed += gone }
            let kind = Kind(content: content, specID: manifest.file.specID)
            var target =
                rewritten[kind]
                ?? Manifest(
                    content: content, specID: kind.specID, partitionType: loaded.partitionType, entries: [])
            target.entries += live.map { Self.carried($0, leaves: leaves($0.file), snapshotID: snapshotID) }
            rewritten[kind] = target
        }
        let missing = departure.named.subtracting((data.removed + deletes.removed).map(\.path))
        guard missing.isEmpty else {
            throw Failure(
                .conflict, "cannot take files out of the table", why: "another writer has replaced some of them",
                remedy: "Nothing is lost; run it again.")
        }
        add(change, spec, types, snapshotID)
        written += rewritten.sorted { $0.key < $1.key }.map(\.value)
    }

    private mutating func add(
        _ change: TableChange, _ spec: PartitionSpec, _ types: [Int32: String], _ snapshotID: Int64
    ) {
        func manifest(_ content: ManifestFile.Content, _ files: [DataFile], _ spec: PartitionSpec) -> Manifest {
            Manifest(
                content: content, specID: spec.id, partitionType: ManifestSchemas.partitionType(spec, types: types),
                entries: files.map { ManifestEntry(status: .added, snapshotID: snapshotID, file: $0) })
        }
        data.added = change.addedFiles
        if !data.added.isEmpty { written.append(manifest(.data, data.added, spec)) }
        let added = change.operation.addedDeleteFiles
        deletes.added = added.map(\.file)
        for (theirs, files) in Dictionary(grouping: added, by: \.spec).sorted(by: { $0.key.id < $1.key.id }) {
            written.append(manifest(.deletes, files.map(\.file), theirs))
        }
    }

    /// The manifests whose entries a commit must know.
    static func entriesNeeded(
        of manifests: [ManifestFile], for change: TableChange, spec: PartitionSpec
    ) -> Set<String> {
        guard change.makesSnapshot else { return [] }
        let departure = FileDeparture(change.operation, spec: spec)
        return Set(manifests.filter(departure.mayConcern).map(\.path)).union(ManifestMerging.merged(manifests))
    }

    /// An entry of an old manifest as a new one tells it.
    private static func carried(_ entry: ManifestEntry, leaves: Bool, snapshotID: Int64) -> ManifestEntry {
        var entry = entry
        entry.status = leaves ? .deleted : .existing
        guard leaves else { return entry }
        entry.snapshotID = snapshotID
        // Nobody prunes by them any more, and the values of a person who was forgotten must not outlive the file in them.
        entry.file.lowerBounds = [:]
        entry.file.upperBounds = [:]
        return entry
    }
}

extension TableChange.Operation {
    /// Delete files that come.
    var addedDeleteFiles: [RowRemoval.AddedDeleteFile] {
        switch self {
        case .rowDelta(let removal): removal.deleteFiles
        case .replaceFiles(let files): files.deleteFiles
        case .replaceAll, .replacePartitions, .append, .removeSnapshots, .metadataOnly: []
        }
    }
}
