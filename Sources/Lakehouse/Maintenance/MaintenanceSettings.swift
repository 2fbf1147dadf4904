/// What maintenance keeps and when it rewrites.
public struct MaintenanceSettings: Sendable, Hashable {
    /// Which snapshots stay.
    public var retention = SnapshotRetention()
    /// When files are written again.
    public var compaction = CompactionSettings()
    /// How old an object that nothing refers to must be, by the store's clock, before it is removed: a commit that is going on puts its
    /// files first and names them last.
    public var orphanAge = Duration.seconds(3 * 86_400)
    /// The newest metadata files that stay, whatever their age; older ones leave at ``orphanAge``.
    public var metadataFileCount = 100

    /// The defaults.
    public init() {}
}

/// When small files and files with many deleted rows are written again.
public struct CompactionSettings: Sendable, Hashable {
    /// A file is written again when this part of its rows is deleted.
    public var deletedShare = 0.1
    /// Files of one order of size are joined when there are this many.
    public var fileCount = 8
    /// Bytes of the files that are written; those of half of it are large enough to be left alone.
    public var targetByteCount = 128 << 20
    /// Bytes of the row groups that are held at the same time while files are joined, one of each file; in memory they take several
    /// times as many.
    public var heldByteCount = 64 << 20

    /// The defaults.
    public init() {}
}
