public import Foundations
public import ObjectStore

/// An Iceberg table in a store, in the state of one metadata file. A value: whoever wants a newer state loads it again.
public struct LakehouseTable: Sendable {
    /// The number of the metadata file.
    public let version: Int
    let metadata: TableMetadata
    let folder: TableFolder
    let store: any ObjectStore

    /// Why the version hint could not be written after a commit; the commit stands, and ``repairHint()`` tries again.
    public internal(set) var hintFailure: Failure?
    /// The columns with their ids.
    public let schema: TableSchema
    /// Table properties (`hublake.…`, `write.…`, `comment`).
    public var properties: [String: String] { metadata.properties }
    /// The current snapshot; nil for a table of another program that never had one.
    public var currentSnapshot: Snapshot? { metadata.currentSnapshot }
    /// All snapshots that the table still has, oldest first.
    public var snapshots: [Snapshot] { metadata.snapshots }
    /// The table's identity, kept through all commits.
    public var uuid: String { metadata.uuid }
    /// Key of the metadata file in the store.
    public var metadataKey: String { folder.metadataKey(version) }
    /// Absolute path of the metadata file, as readers and catalogs want it.
    public var metadataLocation: String { folder.path(of: metadataKey) }

    init(_ metadata: TableMetadata, version: Int, in folder: TableFolder, store: any ObjectStore) throws {
        guard let schema = metadata.schema else {
            throw Failure(.invalidData, "cannot read the table's metadata", why: "the current schema is missing")
        }
        self.schema = schema
        self.version = version
        self.metadata = metadata
        self.folder = folder
        self.store = store
    }

    /// The newest state of the table in `folder`; nil where there is none.
    ///
    /// The listing of the folder is the truth: the version hint may be missing or old after a crash.
    public static func load(folder name: String, from store: any ObjectStore) async throws -> LakehouseTable? {
        let folder = TableFolder(root: store.location, folder: name)
        let versions = try await store.listAll(folder.metadataPrefix).compactMap { folder.version(ofKey: $0.key) }
        guard let newest = versions.max() else { return nil }
        let file = try await store.get(folder.metadataKey(newest))
        let metadata = try Failure.explaining("cannot read the table \(name)") { try TableMetadata(utf8: file.body) }
        return try LakehouseTable(metadata, version: newest, in: folder, store: store)
    }

    /// The data files of the current snapshot; delete files may take some of their rows out.
    public func dataFiles() async throws -> [DataFile] { try await liveFiles().data.map(\.file) }

    // MARK: Manifests

    /// The current snapshot's manifests.
    func manifests() async throws -> [ManifestFile] {
        guard let snapshot = currentSnapshot else { return [] }
        return try await manifests(inList: snapshot.manifestList)
    }

    /// The manifests of the list at `path`.
    func manifests(inList path: String) async throws -> [ManifestFile] {
        let list = try await store.get(folder.key(of: path))
        return try Failure.explaining("cannot read the manifest list of the table \(folder.folder)") {
            try ManifestList.read(avro: list.body)
        }
    }

    func content(of manifest: ManifestFile) async throws -> Manifest {
        let file = try await store.get(folder.key(of: manifest.path))
        return try Failure.explaining("cannot read a manifest of the table \(folder.folder)") {
            try Manifest(avro: file.body)
        }
    }

    /// The files of the current snapshot, or those of one value of the partition column.
    func liveFiles(partition: String? = nil) async throws -> LiveFiles {
        let wanted = try await manifests().filter { $0.live.files > 0 && $0.mayHold(partition) }
        let contents = try await wanted.mapConcurrently(limit: 8) { try await entries(of: $0) }
        var live = LiveFiles()
        for (manifest, entries) in zip(wanted, contents) {
            let files = try liveFiles(manifest, entries).filter { partition == nil || $0.mayHold(partition) }
            if manifest.content == .data { live.data += files } else { live.deletes += files }
        }
        return live
    }

    /// A manifest's entries with everything that its line passes on.
    func entries(of manifest: ManifestFile) async throws -> [ManifestEntry] {
        try await content(of: manifest).entries.map { $0.inheriting(from: manifest) }
    }

    private func liveFiles(_ manifest: ManifestFile, _ entries: [ManifestEntry]) throws -> [LiveFile] {
        guard let spec = metadata.specs.first(where: { $0.id == manifest.specID }) else {
            throw Failure(
                .invalidData, "cannot read the table \(folder.folder)",
                why: "a manifest's partition spec is not in the metadata")
        }
        return entries.filter(\.isLive).map {
            LiveFile(file: $0.file, spec: spec, sequenceNumber: $0.sequenceNumber ?? manifest.sequenceNumber)
        }
    }
}

extension ManifestFile {
    /// Whether a file of the manifest may belong to a partition; deletes without a partition concern all.
    fileprivate func mayHold(_ partition: String?) -> Bool {
        guard let partition, let summary = partitions?.first, partitions?.count == 1 else { return true }
        return summary.mayContain(partition)
    }
}

extension LiveFile {
    fileprivate func mayHold(_ partition: String?) -> Bool {
        file.partitionValue == partition || (file.content != 0 && file.partition.isEmpty)
    }
}
