import CRM
import Foundations
import Tables

/// What of one pair is read.
enum AssociationReading: Sendable, Hashable {
    /// All of its associations.
    case whole
    /// Those of records that changed.
    case changes
    /// None: it had none, and is not due to be asked again.
    case none
}

/// Which associations a run reads: pure, from what is due and what the tables have.
///
/// A link that comes or goes moves no record's modified time, so all pairs are read again on a rhythm, those that had no
/// associations and those that take many calls more rarely. In between the associations of changed records are read, since most links come with a change.
struct AssociationReadings: Sendable {
    private let pairs: [ObjectTypeID: [AssociationPair]]
    private let readings: [AssociationPair: AssociationReading]
    /// Types whose part of the combined table is read anew.
    private let wholeTypes: Set<ObjectTypeID>
    /// Up to where the combined table will have been read.
    let position: SourcePosition

    /// Calls for one pair each time that all associations are due; a pair that takes twice as many is read every second time.
    static let callsAtOnce: Int64 = 100

    /// - Parameter combined: the table of all associations, if it is selected.
    init(_ plan: SyncPlan, _ discovery: Discovery, _ catalog: Catalog, combined: OpenTable?, _ agenda: Agenda) {
        let wanted = combined == nil ? plan.pairs : Array(discovery.definitions.keys)
        pairs = Dictionary(grouping: wanted, by: \.from).mapValues { $0.sorted { $0.to.rawValue < $1.to.rawValue } }
        position = SourcePosition(through: agenda.now, shape: "")
        let isDue = agenda.isDue(.associations)
        var missing: Set<ObjectTypeID> = []
        var readings: [AssociationPair: AssociationReading] = [:]
        for pair in wanted {
            let entry = plan.names[pair].flatMap { catalog.tables[$0] }
            let isSelected = plan.contains(.associations(pair))
            if isSelected && entry == nil { missing.insert(pair.from) }
            if let combined, combined.cursor.through(pair.from.rawValue) == nil { missing.insert(pair.from) }
            // A pair without associations costs as much as any other, and rarely gets some.
            let mayRest = isSelected && entry?.rows == 0 && !agenda.isDue(.pairs)
            // The combined table's parts are those of types: there all pairs of a type are read at once.
            let records = combined == nil ? plan.names[pair.from].flatMap { catalog.tables[$0.table]?.rows } ?? 0 : 0
            let isItsTurn = agenda.isDue(
                .associations, lastAt: combined == nil ? entry?.allReadAt : nil,
                share: Int64(records) / (1_000 * Self.callsAtOnce))
            readings[pair] = isItsTurn ? mayRest ? AssociationReading.none : .whole : .changes
            if isSelected && entry == nil { readings[pair] = .whole }
        }
        // The combined table has one part for each type: what is read anew of it is read of all the type's pairs.
        wholeTypes = combined == nil ? [] : isDue ? Set(pairs.keys) : missing
        for pair in wanted where wholeTypes.contains(pair.from) && (!isDue || missing.contains(pair.from)) {
            readings[pair] = .whole
        }
        self.readings = readings
    }

    /// The pairs that start at `type`.
    func pairs(from type: ObjectTypeID) -> [AssociationPair] { pairs[type] ?? [] }

    /// Whether the type's part of the combined table is read anew.
    func readsAll(from type: ObjectTypeID) -> Bool { wholeTypes.contains(type) }

    /// Whether the ids of all records of `type` are needed.
    func needsIDs(of type: ObjectTypeID) -> Bool { pairs(from: type).contains { readings[$0] == .whole } }

    /// What to read of `pair`.
    subscript(pair: AssociationPair) -> AssociationReading { readings[pair] ?? .none }
}
