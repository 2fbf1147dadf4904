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
    /// What changed records were before, oldest first, for an index that lags.
    var past: [PastRecord] = []

    /// A record as it was until `until`; nil before it was created.
    struct PastRecord: Sendable {
        var typeID: String
        var id: Int64
        var record: Record?
        var until: Timestamp
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
        default:
            if let edited = record.edits?[property.name] {
                edited
            } else if let row = record.row {
                maker.value(property, typeNumber: type.number, row: row)
            } else {
                nil
            }
        }
    }
}
