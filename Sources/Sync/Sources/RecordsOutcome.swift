import CRM
import Foundations
import Tables

/// What reading one type's records came to.
struct RecordsOutcome: Sendable {
    let type: ObjectTypeID
    /// Ids whose associations can be asked for; nil when the records could not be read.
    var ids: RecordIDs?
    /// Contacts' e-mail addresses, where the run needs them and read all contacts.
    var addresses: [String: Int64]?
    /// The individual table, if it was asked for and worked.
    var table: CommittedTable?
    /// The type's rows of the tables that all types share, by table name.
    var shared: [String: WrittenRows] = [:]
    /// The table that tells of archived, merged and purged records, if this type had anything to tell.
    var lifeCycle: CommittedTable?
    /// Records that were taken for privacy deletions.
    var purged: Set<Int64> = []
    var skipped: [RunReport.Skipped] = []
    var warnings: [String] = []
    /// Why the records could not be read.
    var failure: Failure?
}

/// The records of one type, as far as a run knows them.
struct RecordIDs: Sendable {
    /// All live ones; nil where the run did not need them.
    var all: [Int64]?
    /// Those that were read in this run.
    var read: [Int64] = []
    /// Those that left.
    var removed: Set<Int64> = []
}
