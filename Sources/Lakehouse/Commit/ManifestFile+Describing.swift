import Avro

extension ManifestFile {
    /// The line of a manifest that this commit writes.
    init(
        describing manifest: Manifest, spec: PartitionSpec, path: String, byteCount: Int, snapshotID: Int64,
        sequenceNumber: Int64
    ) {
        let live = manifest.entries.filter(\.isLive)
        self.init(
            path: path, byteCount: Int64(byteCount), specID: manifest.specID, content: manifest.content,
            sequenceNumber: sequenceNumber,
            minSequenceNumber: live.map { $0.sequenceNumber ?? sequenceNumber }.min() ?? sequenceNumber,
            addedSnapshotID: snapshotID)
        for entry in manifest.entries {
            switch entry.status {
            case .added: addedFiles.count(entry.file)
            case .existing: existingFiles.count(entry.file)
            case .deleted: deletedFiles.count(entry.file)
            }
        }
        partitions = Self.summaries(manifest.entries, spec)
    }

    /// Nil for specs that are not ours: their values are of types whose order we do not know.
    private static func summaries(_ entries: [ManifestEntry], _ spec: PartitionSpec) -> [PartitionSummary]? {
        guard !spec.fields.isEmpty else { return [] }
        guard spec.fields.count == 1, spec.fields[0].transform == "identity" else { return nil }
        let tuples = entries.map(\.file.partition)
        guard tuples.allSatisfy({ $0.count == 1 && ($0[0].isNull || $0[0].string != nil) }) else { return nil }
        return [PartitionSummary(texts: tuples.map { $0[0].string })]
    }
}
