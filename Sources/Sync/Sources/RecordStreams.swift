import CRM
import Foundations
import Tables

/// What is known of the records while they are being read, for the sources that start from them.
struct RecordStreams: Sendable {
    /// The types whose records are read.
    let shapes: [TypeShape]
    /// Each type's records.
    let records: [ObjectTypeID: RecordStream]
    /// Contacts by e-mail address once all are read, where the run needs them and reads all contacts.
    let addresses: GrowingList<ContactAddresses>

    /// Nothing is known yet.
    ///
    /// - Parameter readings: tells of which types all ids are wanted.
    init(_ plan: SyncPlan, _ shapes: [ObjectTypeID: TypeShape], _ readings: AssociationReadings) {
        self.shapes = plan.types.filter { plan.needsRecords(of: $0.id) }.compactMap { shapes[$0.id] }
        records = Dictionary(
            self.shapes.map { ($0.type.id, RecordStream(wantsAll: readings.needsIDs(of: $0.type.id))) }
        ) { first, _ in first }
        addresses = GrowingList()
        if records[.contacts] == nil { addresses.finish() }
    }
}

/// One type's records as they become known.
struct RecordStream: Sendable {
    /// Whether ``all`` is wanted.
    let wantsAll: Bool
    /// The ids of all live records; none where they are not wanted.
    let all = GrowingList<Int64>()
    /// Once the records are read: which of them were, and which left.
    let changes = GrowingList<RecordChanges>()

    /// The records at `positions` of those that were read in this run; waits until all are known.
    func changedIDs(_ positions: Range<Int>, atLeast _: Int) async throws -> [Int64] {
        let ids = try await changes.elements(0..<1).first?.read ?? []
        return Array(ids[positions.clamped(to: 0..<ids.count)])
    }

    /// Nothing more becomes known; who waits is told why.
    func fail(_ failure: Failure) {
        all.fail(failure)
        changes.fail(failure)
    }
}

/// Records whose associations may have changed.
struct RecordChanges: Sendable {
    /// Those that were read in this run.
    var read: [Int64] = []
    /// Those that left.
    var removed: Set<Int64> = []

    /// All of them.
    var ids: Set<Int64> { removed.union(read) }
    var isEmpty: Bool { read.isEmpty && removed.isEmpty }
}
