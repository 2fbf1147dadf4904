import CRM
import Foundations
import Tables

/// What of one pair is read.
struct AssociationReading: Sendable, Hashable {
    /// The records to ask for.
    var ids: [Int64]
    /// Whether they are all records, so that the answers are all associations of the pair.
    var isWhole: Bool
    /// Records whose associations may have changed with them: those that were read, and those that left.
    var changed: Set<Int64>
}

/// Which associations a run reads: pure, from what is due and what the tables have.
///
/// A link that comes or goes moves no record's modified time, so all pairs are read again on a rhythm, those that had no
/// associations more rarely. In between the associations of changed records are read, since most links come with a change.
struct AssociationReadings: Sendable {
    private let pairs: [ObjectTypeID: [AssociationPair]]
    /// Pairs of which all associations are read.
    private let whole: Set<AssociationPair>
    /// Types whose part of the combined table is read anew.
    private let wholeTypes: Set<ObjectTypeID>
    /// Up to where the combined table will have been read.
    let position: SourcePosition

    init(_ plan: SyncPlan, _ discovery: Discovery, _ catalog: Catalog, combined: OpenTable?, _ agenda: Agenda) {
        let wanted = combined == nil ? plan.pairs : Array(discovery.definitions.keys)
        pairs = Dictionary(grouping: wanted, by: \.from).mapValues { $0.sorted { $0.to.rawValue < $1.to.rawValue } }
        position = SourcePosition(through: agenda.now, shape: "")
        let isDue = agenda.isDue(.associations)
        func isMissing(_ type: ObjectTypeID) -> Bool {
            combined.map { $0.cursor.through(type.rawValue) == nil } ?? false
        }
        wholeTypes = Set(pairs.keys.filter { isDue || isMissing($0) })
        var whole: Set<AssociationPair> = []
        for pair in wanted {
            guard plan.contains(.associations(pair)) else {
                if wholeTypes.contains(pair.from) { whole.insert(pair) }
                continue
            }
            let entry = plan.names[pair].flatMap { catalog.tables[$0] }
            // A pair without associations costs as much as any other, and rarely gets some.
            let mayRest = entry?.rows == 0 && !agenda.isDue(.pairs) && !isMissing(pair.from)
            if entry == nil || isMissing(pair.from) || isDue && !mayRest { whole.insert(pair) }
        }
        self.whole = whole
    }

    /// The pairs that start at `type`.
    func pairs(from type: ObjectTypeID) -> [AssociationPair] { pairs[type] ?? [] }

    /// Whether the type's part of the combined table is read anew.
    func readsAll(from type: ObjectTypeID) -> Bool { wholeTypes.contains(type) }

    /// Whether the ids of all records of `type` are needed.
    func needsIDs(of type: ObjectTypeID) -> Bool { pairs(from: type).contains(where: whole.contains) }

    /// What to read of `pair`; nil for nothing.
    func reading(of pair: AssociationPair, _ ids: RecordIDs) -> AssociationReading? {
        let changed = ids.removed.union(ids.read)
        if whole.contains(pair), let all = ids.all {
            return AssociationReading(ids: all, isWhole: true, changed: changed)
        }
        guard !changed.isEmpty else { return nil }
        return AssociationReading(ids: ids.read, isWhole: false, changed: changed)
    }
}
