public import Foundations
public import Lakehouse
public import Tables

/// `_hublake/catalog.json`: whose tables stand under a prefix, and each table's last commit.
///
/// It is derived from the tables' own Iceberg metadata and rewritten by every run; its first version, without tables, claims an
/// empty prefix for one HubSpot account.
public struct Catalog: Sendable, Codable, Hashable {
    /// The format that this version of hublake writes; data with a higher number is refused.
    public static let currentFormatVersion = 1

    /// Version of the layout under the prefix.
    public var formatVersion: Int
    /// The HubSpot account that the prefix belongs to.
    public var portalID: Int64
    /// The version of hublake that wrote this file.
    public var writtenBy: String
    /// The run that wrote this file; nil in the first claim.
    public var runID: RunID?
    /// Whether that run left every selected table complete.
    public var isComplete: Bool
    /// When this file was written.
    public var updatedAt: Timestamp
    /// The tables, by name.
    public var tables: [String: Entry]
    /// The names given to object types and pairs; once given, never changed.
    public var names: TableNames
    /// When each chore was last done, by the selection of tables that it was done for; nil in catalogs of versions that read
    /// everything every time.
    var chores: [String: [String: Timestamp]]?
    /// Key of the file that keeps what the account has.
    var discovery: String?
    /// How lively each event type is, by its full name.
    var eventPulses: [String: EventPulse]?

    /// Up to which telling in `object_lifecycle` records that were deleted for good are erased everywhere.
    var erasedThrough: Timestamp?
    /// Whether some of those that are told could not be erased yet; nil for no.
    var hasPendingErasure: Bool?
    /// When old reports and files that nothing names were last removed.
    var tidiedAt: Timestamp?

    /// Folder of the files that are named by their content.
    static let stateFolder = "_hublake/state/"

    /// Keys of those that are in use.
    var stateFiles: Set<String> { Set(tables.values.compactMap(\.cursorFile) + [discovery].compactMap(\.self)) }

    /// When each chore was last done for the tables of `selection`.
    ///
    /// A selection that is new has the oldest times of the others: what it adds is read in full anyway, since it has no cursor.
    func choreTimes(of selection: String) -> [Chore: Timestamp] {
        let known = chores?[selection].map { [$0] } ?? (chores ?? [:]).values.map(\.self)
        var times: [Chore: Timestamp] = [:]
        for chore in Chore.allCases {
            let each = known.map { $0[chore.rawValue] }
            if !each.contains(nil) { times[chore] = each.compactMap(\.self).min() }
        }
        return times
    }

    /// What the user should know about records that HubSpot deleted for good; nil for nothing.
    ///
    /// - Parameter settings: the deadline, and the tables whose records are looked for.
    public func privacyWarning(_ settings: SyncSettings, now: Timestamp) -> String? {
        PrivacyDeadline.warning(
            settings.privacyDeadline, lastScan: choreTimes(of: settings.selection)[.scan],
            isPending: hasPendingErasure ?? false, now: now)
    }

    /// Notes when each chore was done for the tables of `selection`; the selections that were not used for longest are forgotten.
    mutating func setChoreTimes(_ times: [Chore: Timestamp], of selection: String) {
        var all = chores ?? [:]
        all[selection] = Dictionary(times.map { ($0.key.rawValue, $0.value) }) { $1 }
        while all.count > 16,
            let oldest = all.min(by: {
                $0.value.values.max() ?? .init(microseconds: .min) < $1.value.values.max() ?? .init(microseconds: .min)
            })
        {
            all[oldest.key] = nil
        }
        chores = all
    }

    /// One table's last commit.
    public struct Entry: Sendable, Codable, Hashable {
        /// Folder under the prefix.
        public var folder: String
        /// Key of the Iceberg metadata file, under the prefix.
        public var metadataFile: String
        /// The current snapshot.
        public var snapshotID: Int64?
        /// Rows in that snapshot.
        public var rows: Int
        /// Data files in that snapshot.
        public var files: Int
        /// Bytes of those files.
        public var bytes: Int
        /// The run that made that snapshot.
        public var runID: RunID?
        /// For associations: when all of them were last read, rather than those of changed records.
        public var allReadAt: Timestamp?
        /// Key of the file that holds the table's cursor, where that is too long for the table itself.
        public var cursorFile: String?
        /// When the table was last found equal to HubSpot, committed or not.
        public var checkedAt: Timestamp

        /// Follows the table to a state that has the same rows in other files, or only loses some.
        public mutating func follow(_ table: LakehouseTable) {
            metadataFile = table.metadataKey
            snapshotID = table.currentSnapshot?.id
            (rows, files, bytes) = table.totals
        }

        enum CodingKeys: String, CodingKey {
            case folder, rows, files, bytes
            case metadataFile = "metadata_file"
            case snapshotID = "snapshot_id"
            case runID = "run_id"
            case allReadAt = "all_read_at"
            case cursorFile = "cursor_file"
            case checkedAt = "checked_at"
        }
    }

    /// The claim of an empty prefix.
    public init(claimedBy portalID: Int64, writtenBy: String, at time: Timestamp) {
        formatVersion = Self.currentFormatVersion
        self.portalID = portalID
        self.writtenBy = writtenBy
        isComplete = false
        updatedAt = time
        tables = [:]
        names = TableNames()
    }

    enum CodingKeys: String, CodingKey {
        case tables, names, chores, discovery
        case eventPulses = "event_types"
        case formatVersion = "format_version"
        case erasedThrough = "erased_through"
        case hasPendingErasure = "erasure_pending"
        case tidiedAt = "tidied_at"
        case portalID = "portal_id"
        case writtenBy = "written_by"
        case runID = "run_id"
        case isComplete = "complete"
        case updatedAt = "updated_at"
    }
}
