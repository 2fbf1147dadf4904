import CRM
import Foundations
import Tables

/// What reading one type's records came to.
struct RecordsOutcome: Sendable {
    let type: ObjectTypeID
    /// The individual table, if it was asked for and worked.
    var table: CommittedTable?
    /// Whether the tables that all types share got the type's rows.
    var hasSharedRows = false
    /// The table that tells of archived, merged and purged records, if this type had anything to tell.
    var lifeCycle: CommittedTable?
    var skipped: [RunReport.Skipped] = []
    var warnings: [String] = []
    /// Whether values of properties that were asked for are missing.
    var hasGaps = false
    /// Why the records could not be read.
    var failure: Failure?
}
