public import Foundations

/// Where a table's source stands, written with the rows that it describes (`docs/data-format.md`, "In the bucket").
///
/// The cursor stands in the snapshot's summary, so that a rollback rewinds it, and in the table's properties with the snapshot that it
/// belongs to, so that expiry of that snapshot does not lose it.
enum TableCursorProperty {
    /// Name of the property and of the summary's entry.
    static let name = "hublake.cursor"
    static let snapshotID = "hublake.cursor-snapshot-id"
    static let sequenceNumber = "hublake.cursor-sequence-number"
    /// Longer cursors belong into a file of their own.
    static let byteLimit = 4096

    static func summary(_ cursor: String?) -> [String: String] { cursor.map { [name: $0] } ?? [:] }

    static func properties(_ cursor: String?, of snapshot: Snapshot?) -> [String: String] {
        guard let cursor else { return [:] }
        guard let snapshot else { return [name: cursor] }
        return [
            name: cursor, snapshotID: String(snapshot.id), sequenceNumber: String(snapshot.sequenceNumber),
        ]
    }

    /// Reads it: from the nearest ancestor of the current snapshot with a cursor in its summary; else the property, if the
    /// current snapshot is not older than the one it belongs to. Nil means that everything must be read again.
    static func read(_ metadata: TableMetadata) -> String? {
        if let cursor = metadata.ancestors.lazy.compactMap({ $0.summary[name] }).first { return cursor }
        guard let cursor = metadata.properties[name] else { return nil }
        let written = metadata.properties[sequenceNumber].flatMap { Int64($0) } ?? 0
        return (metadata.currentSnapshot?.sequenceNumber ?? 0) >= written ? cursor : nil
    }
}

extension TableMetadata {
    /// The current snapshot and those before it, newest first, as far as they are kept.
    var ancestors: [Snapshot] {
        let byID = Dictionary(snapshots.map { ($0.id, $0) }) { $1 }
        var found: [Snapshot] = []
        var seen: Set<Int64> = []
        var next = currentSnapshotID
        while let id = next, seen.insert(id).inserted, let snapshot = byID[id] {
            found.append(snapshot)
            next = snapshot.parentID
        }
        return found
    }
}

extension LakehouseTable {
    /// Where the table's source stood when the current rows were committed; nil when that is not known and everything must be read.
    ///
    /// A rollback rewinds it; another program's compaction or expiry does not lose it.
    public var cursor: String? { TableCursorProperty.read(metadata) }

    /// The commit of a run (`hublake.run-id` in its snapshot's summary) among the current snapshot and those before it; nil when the
    /// run has committed nothing here. A commit whose answer was lost is found by it instead of being made twice.
    public func commit(ofRun runID: RunID) -> Snapshot? {
        metadata.ancestors.first { $0.summary[Self.runIDProperty] == runID.description }
    }

    /// The summary's entry that names the run.
    public static let runIDProperty = "hublake.run-id"
}
