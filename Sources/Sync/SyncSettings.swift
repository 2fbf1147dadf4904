public import Tables

/// What one run shall do; everything that a user can set about the content of the tables.
public struct SyncSettings: Sendable {
    /// Individual tables, combined ones, or both.
    public var organization: Organization
    /// Patterns of table names to sync (`objects_*`, `owners`); empty for all.
    public var tablePatterns: [String]
    /// How columns are named, typed and accompanied by raw text.
    public var tables: TableSettings
    /// Size at which a data file is closed and the next begun, in bytes.
    public var dataFileByteCount: Int
    /// How often each chore is done.
    public var rhythms = Rhythms()
    /// When tables are looked after.
    public var maintenance = MaintenanceTime.afterSync
    /// Seconds within which a record that was deleted for good is gone everywhere.
    public var privacyDeadline: Int64 = 86_400
    /// Whether everything is read again instead of what changed.
    public var readsEverything = false
    /// Sources that are read at the same time.
    public var parallelSources: Int
    /// Pairs of types that are asked about at the same time; the calls are many and small.
    public var parallelLabels = 32
    /// Records of a type that a first load reads between two commits: about what an interrupted one has to read again.
    public var recordsOfPart = 50_000
    /// Ranges of one type's records that are read at the same time.
    public var parallelRanges: Int

    /// Settings with the documented defaults.
    public init(
        organization: Organization = .individual, tablePatterns: [String] = [], tables: TableSettings = .init(),
        dataFileByteCount: Int = 64 << 20, parallelSources: Int = 8, parallelRanges: Int = 16
    ) {
        self.organization = organization
        self.tablePatterns = tablePatterns
        self.tables = tables
        self.dataFileByteCount = dataFileByteCount
        self.parallelSources = parallelSources
        self.parallelRanges = parallelRanges
    }

    /// Names the selection of tables, whatever the order of its patterns.
    var selection: String { Set(tablePatterns).sorted().joined(separator: ",") }
}
