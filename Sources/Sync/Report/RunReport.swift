public import Foundations

/// What a run did, for people and machines: printed by `sync --json` and kept as `_hublake/runs/<run id>.json`.
///
/// It names every table, every skipped one with its reason, and everything that was not written as HubSpot sent it. It holds
/// no property value, token or e-mail address.
public struct RunReport: Sendable, Codable {
    /// Where reports stand under the prefix; a report's key is this and `<run id>.json`.
    public static let folder = "_hublake/runs/"

    /// How a run ended.
    public enum Status: String, Sendable, Codable {
        /// Every selected table is as HubSpot returned it.
        case complete
        /// Some tables could not be read or written; the others are complete.
        case partial
        /// Nothing could be done.
        case failed
        /// Stopped by a signal; what is committed is whole.
        case interrupted
    }

    /// Names the run; sorts by time.
    public var runID: RunID
    /// How it ended.
    public var status: Status
    /// `full`: everything was read.
    public var mode: String
    /// When it began.
    public var startedAt: Timestamp
    /// When it ended.
    public var finishedAt: Timestamp
    /// Seconds from begin to end.
    public var seconds: Double
    /// The HubSpot account; nil when it could not be asked.
    public var portalID: Int64?
    /// `individual`, `combined` or `both`.
    public var organization: String
    /// Where the tables stand, as a URI.
    public var destination: String
    /// The tables that the run looked after.
    public var tables: [Table]
    /// The tables that it left alone, with the reason.
    public var skipped: [Skipped]
    /// Calls to HubSpot.
    public var apiCalls: Calls
    /// Where the run had to wait.
    public var waits: [Wait]
    /// What the run did in the destination.
    public var store: StoreUse
    /// What was done to tables besides their rows; nil for nothing.
    public var maintenance: [Upkeep]?
    /// What a reader should know: incomplete reference tables, unmatched patterns, repaired texts.
    public var warnings: [String]

    /// One table of a run.
    public struct Table: Sendable, Codable {
        /// The table's name.
        public var name: String
        /// Rows that a reader now sees.
        public var rows: Int
        /// Data files that hold them.
        public var files: Int
        /// Bytes of those files.
        public var bytes: Int
        /// Seconds from the first row to the commit.
        public var seconds: Double
        /// `committed`, or `unchanged` when the table already held exactly this.
        public var outcome: Outcome
        /// Values kept as raw text because they did not fit their column's type, by HubSpot property.
        public var unparsedValues: [String: Int]
        /// What a reader of this table should know.
        public var warnings: [String]
    }

    /// Whether a table got a new snapshot.
    public enum Outcome: String, Sendable, Codable {
        /// A new snapshot was committed.
        case committed
        /// The table already held exactly these rows.
        case unchanged
    }

    /// A table that the run left alone.
    public struct Skipped: Sendable, Codable, Hashable {
        /// The table's name.
        public var table: String
        /// Why, in a sentence.
        public var reason: String
        /// Who must act; see docs/exit-codes.md.
        public var kind: FailureKind
        /// Scopes that the token lacks, where that is the reason.
        public var missingScopes: [String]

        enum CodingKeys: String, CodingKey {
            case table, reason, kind
            case missingScopes = "missing_scopes"
        }
    }

    /// Calls to HubSpot by budget and by endpoint.
    public struct Calls: Sendable, Codable {
        /// Calls that count against the general limit.
        public var general = 0
        /// Search calls.
        public var search = 0
        /// Association calls.
        public var associations = 0
        /// Calls that were answered 429.
        public var rateLimited = 0
        /// Calls that were tried again.
        public var retries = 0
        /// Bytes of HubSpot's answers, after decompression.
        public var receivedBytes = 0
        /// Calls by endpoint template.
        public var byEndpoint: [String: Int] = [:]

        /// No calls yet.
        public init() {}

        enum CodingKeys: String, CodingKey {
            case general, search, associations, retries
            case rateLimited = "rate_limited"
            case receivedBytes = "received_bytes"
            case byEndpoint = "by_endpoint"
        }
    }

    /// Time spent waiting for one reason.
    public struct Wait: Sendable, Codable {
        /// What was waited for.
        public var reason: String
        /// Seconds in all; waits of parallel calls add up.
        public var seconds: Double

        /// A wait; see the properties.
        public init(reason: String, seconds: Double) {
            self.reason = reason
            self.seconds = seconds
        }
    }

    /// What maintenance after a sync did to one table.
    public struct Upkeep: Sendable, Codable, Hashable {
        /// The table's name.
        public var table: String
        /// Data files that were written again, and those that took their place.
        public var rewrittenFiles: Int
        /// See ``rewrittenFiles``.
        public var writtenFiles: Int
        /// Snapshots that were forgotten.
        public var expiredSnapshots: Int
        /// Objects that were removed, and their bytes.
        public var removedObjects: Int
        /// See ``removedObjects``.
        public var removedBytes: Int

        enum CodingKeys: String, CodingKey {
            case table
            case rewrittenFiles = "rewritten_files"
            case writtenFiles = "written_files"
            case expiredSnapshots = "expired_snapshots"
            case removedObjects = "removed_objects"
            case removedBytes = "removed_bytes"
        }
    }

    /// Requests to the destination.
    public struct StoreUse: Sendable, Codable {
        /// Objects written or deleted.
        public var writes = 0
        /// Objects or ranges read.
        public var reads = 0
        /// Listing requests.
        public var lists = 0
        /// Bytes written.
        public var bytesWritten = 0

        /// Nothing yet.
        public init() {}

        /// What was done, request by request.
        public init(writes: Int, reads: Int, lists: Int, bytesWritten: Int) {
            self.writes = writes
            self.reads = reads
            self.lists = lists
            self.bytesWritten = bytesWritten
        }

        enum CodingKeys: String, CodingKey {
            case writes, reads, lists
            case bytesWritten = "bytes_written"
        }
    }

    enum CodingKeys: String, CodingKey {
        case status, mode, seconds, organization, destination, tables, skipped, waits, store, maintenance, warnings
        case runID = "run_id"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case portalID = "portal_id"
        case apiCalls = "api_calls"
    }
}

extension RunReport.Table {
    enum CodingKeys: String, CodingKey {
        case name, rows, files, bytes, seconds, outcome, warnings
        case unparsedValues = "unparsed_values"
    }
}
