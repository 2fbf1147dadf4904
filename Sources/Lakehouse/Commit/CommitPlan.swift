import Foundations

/// A commit worked out to the byte: what to put, in which order. Pure; the shell only puts.
struct CommitPlan: Sendable {
    /// Manifests and then the manifest list; invisible until the metadata names them.
    var objects: [PlannedObject] = []
    /// The new state.
    var metadata: TableMetadata
    /// Its version: one more than the base's.
    var version: Int
    /// The metadata file, whose put is the commit.
    var metadataObject: PlannedObject

    /// An object to be put.
    struct PlannedObject: Sendable, Hashable {
        var key: String
        var body: [UInt8]
    }

    /// Works out `change` on top of `base` (nil creates the table).
    init(
        _ change: TableChange, onto base: CommitBase?, in folder: TableFolder, at time: Timestamp,
        as identity: CommitIdentity
    ) throws {
        try Self.check(change, onto: base)
        var metadata =
            try base?.metadata.evolved(to: change) ?? TableMetadata(creating: change, in: folder, as: identity)
        // Never earlier than the state before, whatever the clocks of two machines say.
        let now = max(time, base?.metadata.lastUpdated ?? time)
        if change.makesSnapshot || base == nil {
            objects = try Self.writeSnapshot(of: change, onto: base, into: &metadata, in: folder, at: now, as: identity)
        }
        if case .removeSnapshots(let ids) = change.operation { metadata.remove(ids) }
        metadata.finish(change, onto: base, at: now, as: identity)
        self.metadata = metadata
        version = (base?.version ?? 0) + 1
        metadataObject = PlannedObject(key: folder.metadataKey(version), body: metadata.utf8)
    }

    /// The manifests whose entries the plan will need; none where it is going to be refused.
    static func entriesNeeded(
        of manifests: [ManifestFile], for change: TableChange, in metadata: TableMetadata
    ) -> Set<String> {
        guard let spec = try? metadata.spec(for: change) else { return [] }
        return ManifestChange.entriesNeeded(of: manifests, for: change, spec: spec)
    }

    // MARK: Snapshot

    private static func writeSnapshot(
        of change: TableChange, onto base: CommitBase?, into metadata: inout TableMetadata, in folder: TableFolder,
        at time: Timestamp, as identity: CommitIdentity
    ) throws -> [PlannedObject] {
        let spec = try metadata.spec(for: change)
        let manifests = try ManifestChange(
            change, onto: base?.manifests ?? [], specs: metadata.specs, spec: spec, types: metadata.columnTypes,
            snapshotID: identity.snapshotID)
        metadata.lastSequenceNumber += 1
        var objects: [PlannedObject] = []
        var lines = manifests.kept
        for (index, manifest) in manifests.written.enumerated() {
            guard let ownSpec = metadata.specs.first(where: { $0.id == manifest.specID }) else {
                throw Failure(.invalidData, "cannot commit", why: "a manifest's partition spec is not in the metadata")
            }
            let key = folder.metadataKey(named: "\(identity.writeID)-m\(index).avro")
            let body = try manifest.avro(
                schema: metadata.currentSchemaJSON, schemaID: metadata.currentSchemaID, spec: ownSpec,
                syncMarker: identity.syncMarker)
            objects.append(PlannedObject(key: key, body: body))
            lines.append(
                ManifestFile(
                    describing: manifest, spec: ownSpec, path: folder.path(of: key), byteCount: body.count,
                    snapshotID: identity.snapshotID, sequenceNumber: metadata.lastSequenceNumber))
        }
        let listKey = folder.metadataKey(named: "snap-\(identity.snapshotID)-1-\(identity.writeID).avro")
        let snapshot = Snapshot(
            id: identity.snapshotID, parentID: base?.metadata.currentSnapshotID,
            sequenceNumber: metadata.lastSequenceNumber, timestamp: time, manifestList: folder.path(of: listKey),
            summary: SnapshotSummary.make(manifests, lines: lines, parent: base?.metadata.currentSnapshot, change)
                .merging(TableCursorProperty.summary(change.cursor)) { $1 },
            schemaID: metadata.currentSchemaID)
        let list = try ManifestList.avro(lines, of: snapshot, syncMarker: identity.syncMarker)
        objects.append(PlannedObject(key: listKey, body: list))
        metadata.add(snapshot)
        return objects
    }

    private static func check(_ change: TableChange, onto base: CommitBase?) throws {
        func defect(_ why: String) -> Failure { Failure(.internal, "cannot commit", why: why) }
        if !change.makesSnapshot, !change.addedFiles.isEmpty {
            throw defect("files come with a change of metadata only")
        }
        if case .rowDelta(let removal) = change.operation, removal.version != base?.version {
            throw defect("rows were taken out of another state of the table")
        }
        guard change.cursor?.utf8.count ?? 0 <= TableCursorProperty.byteLimit else {
            throw defect("the cursor is longer than \(TableCursorProperty.byteLimit) bytes")
        }
        guard Set(change.addedFiles.map(\.path)).count == change.addedFiles.count else {
            throw defect("a file is added twice")
        }
        let width = change.partitionColumn == nil ? 0 : 1
        guard change.addedFiles.allSatisfy({ $0.partition.count == width }) else {
            throw defect("a file was written under another partitioning than the table's")
        }
        if case .replacePartitions = change.operation, change.partitionColumn == nil {
            throw defect("the table has no partitions to replace")
        }
    }
}
