/// A file's line in a manifest: which snapshot added or removed it. Nil numbers are inherited from the manifest list's line, so
/// that a commit that lost a race can reuse its manifests.
struct ManifestEntry: Sendable, Hashable {
    enum Status: Int32, Sendable {
        case existing = 0
        case added = 1
        case deleted = 2
    }

    var status: Status
    var snapshotID: Int64?
    var sequenceNumber: Int64?
    var fileSequenceNumber: Int64?
    var file: DataFile

    var isLive: Bool { status != .deleted }

    /// The entry with everything written out that the manifest's line passes on (spec, "Sequence Number Inheritance").
    func inheriting(from manifest: ManifestFile) -> ManifestEntry {
        var entry = self
        entry.snapshotID = snapshotID ?? manifest.addedSnapshotID
        if status == .added || manifest.sequenceNumber == 0 {
            entry.sequenceNumber = sequenceNumber ?? manifest.sequenceNumber
            entry.fileSequenceNumber = fileSequenceNumber ?? manifest.sequenceNumber
        }
        return entry
    }
}

/// What a manifest file holds.
struct Manifest: Sendable, Hashable {
    var content = ManifestFile.Content.data
    var specID: Int32
    /// The Avro type of the partition tuple, as its writer declared it.
    var partitionType: AvroTypeJSON
    var entries: [ManifestEntry]
}
