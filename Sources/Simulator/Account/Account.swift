import Foundations

/// A HubSpot account: types, records, owners and associations. A value; changes give the next state.
struct Account: Sendable {
    var portalID: Int64 = 4_242
    var types: [ObjectType]
    /// By object type id.
    var tables: [String: RecordTable]
    var associations: [TypePair: AssociationTable]
    var owners: [Owner]
    var maker: ValueMaker
    var lists: [SegmentList] = []
    var eventTypes: [EventType] = []
    /// By the event type's name, newest first.
    var occurrences: [String: [EventOccurrence]] = [:]
    /// Newest first.
    var emailEvents: [EmailEvent] = []
    /// All merges so far, oldest first.
    var merges: [Merge] = []
    /// The number of the next custom type that a change adds; none is given twice.
    var nextTypeNumber: Int64 = 4_000_000
    /// What changed records were before, oldest first, for an index that lags.
    var past: [PastRecord] = []

    /// A record as it was until `until`; nil before it was created.
    struct PastRecord: Sendable {
        var typeID: String
        var id: Int64
        var record: Record?
        var until: Timestamp
    }

    /// One record merged into another.
    struct Merge: Sendable {
        var typeID: String
        var absorbed: Int64
        var survivor: Int64
        var at: Timestamp
    }

    /// The record that an id which was merged away leads to.
    func survivor(of id: Int64, _ type: ObjectType) -> Int64? {
        let next = merges.last { $0.typeID == type.id && $0.absorbed == id && $0.survivor != id }?.survivor
        return next.map { survivor(of: $0, type) ?? $0 }
    }

    /// The type that a path segment names.
    func type(named segment: String) -> ObjectType? { types.first { $0.isNamed(segment) } }

    /// The records of a type.
    func table(_ type: ObjectType) -> RecordTable { tables[type.id] ?? RecordTable(live: [], archived: []) }

    /// The associations of a directed pair; without types where HubSpot defines none.
    func association(_ from: ObjectType, _ to: ObjectType) -> AssociationTable {
        associations[TypePair(from: from.id, to: to.id)] ?? AssociationTable(kinds: [])
    }

    /// The raw text of one value; nil where the record has none.
    func value(_ property: Property, of record: Record, in type: ObjectType) -> String? {
        switch property.kind {
        case .objectID: String(record.id)
        case .createdAt: record.createdAt.iso8601
        case .updatedAt: record.updatedAt.iso8601
        case .mergedIDs: mergedIDs(of: record)
        case .mergedPairs: mergedPairs(of: record)
        default: current(property, of: record, in: type) ?? nil
        }
    }

    /// The current value, itself nil where a change took it away; nil where the record never had one. What the record has not, a
    /// record merged into it may have.
    private func current(_ property: Property, of record: Record, in type: ObjectType) -> String?? {
        if let newest = record.story?.edits[property.number]?.first { return .some(newest.value) }
        if let row = record.row, let made = maker.value(property, typeNumber: type.number, row: row) { return made }
        for absorbed in record.story?.absorbed ?? [] {
            if let value = current(property, of: absorbed.record, in: type) { return value }
        }
        return nil
    }

    private func mergedIDs(of record: Record) -> String? {
        let ids = record.absorbedIDs
        return ids.isEmpty ? nil : ids.map(String.init).joined(separator: ";")
    }

    private func mergedPairs(of record: Record) -> String? {
        guard let absorbed = record.story?.absorbed, !absorbed.isEmpty else { return nil }
        return absorbed.map { "\($0.record.id):\($0.at.milliseconds)" }.joined(separator: ";")
    }
}
