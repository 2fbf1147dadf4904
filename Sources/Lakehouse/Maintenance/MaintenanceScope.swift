/// What a maintenance does.
public struct MaintenanceScope: OptionSet, Sendable, Hashable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Small files are joined, deleted rows leave their files.
    public static let compaction = MaintenanceScope(rawValue: 1)
    /// Snapshots that need not stay are forgotten, with the files that only they needed.
    public static let expiry = MaintenanceScope(rawValue: 2)
    /// Old metadata files, and objects that nothing refers to, are removed.
    public static let orphans = MaintenanceScope(rawValue: 4)
    /// Object versions that no reader sees any more are removed for good.
    public static let versions = MaintenanceScope(rawValue: 8)

    /// Of objects that are removed, the version that a reader sees is removed for good: what can be done where versions may not be listed.
    static let ownVersions = MaintenanceScope(rawValue: 16)

    /// What `hublake maintain` does.
    public static let usual: MaintenanceScope = [.compaction, .expiry, .orphans]
    /// What `hublake purge` does.
    public static let purge: MaintenanceScope = [.expiry, .orphans, .versions]
}
