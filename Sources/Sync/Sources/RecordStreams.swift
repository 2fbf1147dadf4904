import CRM
import Tables

/// What is known of the records while they are being read, for the sources that start from them.
struct RecordStreams: Sendable {
    /// The types whose records are read, the largest first once their sizes are known.
    let shapes: [TypeShape]
    /// The ids of each type's records.
    let ids: [ObjectTypeID: GrowingList<Int64>]
    /// Contacts by e-mail address in lower case: one dictionary, where the run needs them and reads contacts.
    let addresses: GrowingList<[String: Int64]>

    /// Nothing is known yet.
    init(_ plan: SyncPlan, _ shapes: [ObjectTypeID: TypeShape]) {
        self.shapes = plan.types.filter { plan.needsRecords(of: $0.id) }.compactMap { shapes[$0.id] }
        ids = Dictionary(self.shapes.map { ($0.type.id, GrowingList()) }) { first, _ in first }
        addresses = GrowingList()
        if ids[.contacts] == nil { addresses.finish() }
    }
}
