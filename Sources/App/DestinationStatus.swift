public import Foundations
import ObjectStore
public import Sync

/// What is in a destination and how fresh it is, as `hublake status` shows it. Needs no HubSpot token.
public struct DestinationStatus: Sendable, Encodable {
    /// One table and how old it is.
    public struct Table: Sendable, Encodable {
        /// Its name.
        public var name: String
        /// Rows in it.
        public var rows: Int
        /// When it was last found equal to HubSpot.
        public var checkedAt: Timestamp
        /// Seconds since then.
        public var ageSeconds: Int
        /// Why the last run left it alone; nil when it did not.
        public var waitsFor: String?

        enum CodingKeys: String, CodingKey {
            case name, rows
            case checkedAt = "checked_at"
            case ageSeconds = "age_seconds"
            case waitsFor = "waits_for"
        }
    }

    /// Where the tables stand.
    public var destination: String
    /// The HubSpot account that they belong to.
    public var portalID: Int64
    /// Version of the layout.
    public var formatVersion: Int
    /// The last run's report; nil when none was written.
    public var lastRun: RunReport?
    /// The tables, by name; one that never could be synced has no rows and is not listed here but in ``lastRun``.
    public var tables: [Table]
    /// What should be known of the destination as a whole.
    public var warnings: [String]

    enum CodingKeys: String, CodingKey {
        case destination, tables, warnings
        case portalID = "portal_id"
        case formatVersion = "format_version"
        case lastRun = "last_run"
    }
}

extension Application {
    /// Looks at the destination; throws `configuration` when nothing was synced there yet.
    public func status() async throws -> DestinationStatus {
        try await withStore { store in
            let catalog = try await Self.catalog(of: store)
            let lastRun = try await Self.lastRun(in: store)
            let skipped = Dictionary(
                (lastRun?.skipped ?? []).map { ($0.table, $0.reason) }, uniquingKeysWith: { first, _ in first })
            let now = clock.now()
            return DestinationStatus(
                destination: store.location, portalID: catalog.portalID, formatVersion: catalog.formatVersion,
                lastRun: lastRun,
                tables: catalog.tables.sorted { $0.key < $1.key }.map { name, entry in
                    DestinationStatus.Table(
                        name: name, rows: entry.rows, checkedAt: entry.checkedAt,
                        ageSeconds: Int((now.microseconds - entry.checkedAt.microseconds) / 1_000_000),
                        waitsFor: skipped[name])
                },
                warnings: [catalog.privacyWarning(configuration.sync, now: now)].compactMap { $0 })
        }
    }

    /// The newest report: run ids sort by time.
    private static func lastRun(in store: any ObjectStore) async throws -> RunReport? {
        guard let newest = try await store.listAll(RunReport.folder).map(\.key).max() else { return nil }
        return try ReportJSON.decode(RunReport.self, from: try await store.get(newest).body)
    }
}
