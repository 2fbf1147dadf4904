import CRM
import Tables

/// One type's records in the course of a run.
struct RecordsReading: Sendable {
    let shape: TypeShape
    /// The tables they feed.
    var feeds: [RecordFeed]
    /// What the tables know before the run; nil where no table says it.
    var known: RecordIndex?
    /// Records as HubSpot counts them.
    let count: Int64?
    /// Where the ids go.
    let stream: RecordStream
    /// Where contacts' e-mail addresses go; nil where nobody needs them.
    let addresses: GrowingList<ContactAddresses>?
    /// Whether it is told what becomes of the records.
    let tellsLifeCycle: Bool
    /// What was read to finish a first load that an earlier run began; nil where there was none.
    var loaded: LoadedRecords?
    /// Records of a first load that came after its last part.
    var recordsOfLastPart = 0
    /// The rows of each table, ready to be committed.
    var written: [(feed: RecordFeed, rows: WrittenRows)] = []

    /// The names to ask for: the tables', and the one that names merged records.
    var properties: [String] {
        guard !feeds.isEmpty else { return [] }
        let requested = shape.objects.requestedProperties
        return requested + shape.mergeProperties.filter { !requested.contains($0) }
    }
}
