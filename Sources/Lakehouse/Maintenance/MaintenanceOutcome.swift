/// What maintenance did to one table, or (in a dry run) would do.
public struct MaintenanceOutcome: Sendable {
    /// Objects and their bytes.
    public struct Tally: Sendable, Hashable, Encodable {
        /// Objects.
        public internal(set) var objects = 0
        /// Their bytes.
        public internal(set) var bytes = 0

        /// None.
        public init() {}

        /// Counts one object.
        public mutating func add(_ byteCount: Int) {
            objects += 1
            bytes += byteCount
        }

        /// Adds another tally.
        public static func += (left: inout Tally, right: Tally) {
            left.objects += right.objects
            left.bytes += right.bytes
        }
    }

    /// The table's folder.
    public let table: String
    /// Data files that were written again, and those that took their place.
    public internal(set) var rewritten = Tally()
    public internal(set) var written = Tally()
    /// Delete files that were applied and left.
    public internal(set) var appliedDeleteFiles = 0
    /// Snapshots that were forgotten.
    public internal(set) var expiredSnapshots = 0
    /// Objects that only forgotten snapshots needed.
    public internal(set) var expired = Tally()
    /// Metadata files that newer ones replaced long ago.
    public internal(set) var oldMetadata = Tally()
    /// Objects that nothing refers to.
    public internal(set) var orphans = Tally()
    /// Object versions that no reader sees.
    public internal(set) var versions = Tally()
    /// Whether the store keeps versions that may not be listed: some of removed objects may still be there.
    public internal(set) var leavesVersions = false
    /// The table's state afterwards, where a commit changed it; for the catalog.
    public internal(set) var committed: LakehouseTable?

    init(table: String) { self.table = table }

    /// Everything that was removed.
    public var freed: Tally {
        var sum = expired
        for tally in [oldMetadata, orphans, versions] { sum += tally }
        return sum
    }

    /// Whether there was nothing to do.
    public var isIdle: Bool { rewritten.objects == 0 && expiredSnapshots == 0 && freed.objects == 0 }
}
