public import Foundations
public import Lakehouse

/// What maintenance or a purge did to the tables of a destination, or (in a dry run) would do.
public struct MaintenanceReport: Sendable, Encodable {
    /// One table's share.
    public struct Table: Sendable, Encodable {
        /// Its name.
        public var name: String
        /// Data files that were written again, and those that took their place.
        public var rewritten: MaintenanceOutcome.Tally
        public var written: MaintenanceOutcome.Tally
        /// Snapshots that were forgotten.
        public var expiredSnapshots: Int
        /// What only forgotten snapshots needed.
        public var expired: MaintenanceOutcome.Tally
        /// Metadata files that newer ones replaced long ago.
        public var oldMetadata: MaintenanceOutcome.Tally
        /// Objects that nothing refers to.
        public var orphans: MaintenanceOutcome.Tally
        /// Object versions that no reader sees.
        public var versions: MaintenanceOutcome.Tally
        /// All that was removed.
        public var freed: MaintenanceOutcome.Tally
        /// Why it could not be finished; nil when it was.
        public var problem: String?

        enum CodingKeys: String, CodingKey {
            case name, rewritten, written, expired, orphans, versions, freed, problem
            case expiredSnapshots = "expired_snapshots"
            case oldMetadata = "old_metadata"
        }
    }

    /// Whether nothing was written or removed.
    public var isDryRun: Bool
    /// The tables, by name.
    public var tables: [Table] = []
    /// Old run reports and other files of hublake's own that nothing names.
    public var ownFiles = MaintenanceOutcome.Tally()
    /// All that was removed.
    public var freed = MaintenanceOutcome.Tally()
    /// What kept a table from being finished, in the tables' order.
    public var failures: [Failure] = []

    enum CodingKeys: String, CodingKey {
        case tables, freed
        case ownFiles = "own_files"
        case isDryRun = "dry_run"
    }

    init(isDryRun: Bool) { self.isDryRun = isDryRun }

    /// Takes in what was removed of hublake's own files.
    mutating func note(ownFiles tally: MaintenanceOutcome.Tally) {
        ownFiles = tally
        freed += tally
    }

    mutating func add(_ name: String, _ result: Result<MaintenanceOutcome, Failure>) {
        let empty = MaintenanceOutcome.Tally()
        var table = Table(
            name: name, rewritten: empty, written: empty, expiredSnapshots: 0, expired: empty, oldMetadata: empty,
            orphans: empty, versions: empty, freed: empty)
        switch result {
        case .success(let outcome):
            table.rewritten = outcome.rewritten
            table.written = outcome.written
            table.expiredSnapshots = outcome.expiredSnapshots
            table.expired = outcome.expired
            table.oldMetadata = outcome.oldMetadata
            table.orphans = outcome.orphans
            table.versions = outcome.versions
            table.freed = outcome.freed
            freed += outcome.freed
        case .failure(let failure):
            table.problem = failure.description
            failures.append(failure)
        }
        tables.append(table)
    }
}
