import Foundations

/// How a type's records are read for one table: pure, from the table's cursor.
enum RecordReading: Sendable, Hashable {
    /// All of them.
    case full
    /// Those that changed after this moment.
    case changes(since: Timestamp)
    /// All of them for the first time: those that are not in the table yet.
    case load(LoadPosition)

    /// - Parameters:
    ///   - cursor: of the table's current snapshot.
    ///   - partition: the type's part of a table that several types feed.
    ///   - isEmpty: whether that part has no rows yet.
    ///   - fingerprint: of the properties that are read now.
    ///   - now: when the run began. A position after it was told by a wrong clock: what changed before it may be missing.
    ///   - everything: whether all is to be read again.
    ///   - startsOver: whether a first load that was interrupted begins anew.
    init(
        _ cursor: TableCursor, partition: String?, isEmpty: Bool = false, fingerprint: PropertyFingerprint,
        now: Timestamp, everything: Bool, startsOver: Bool = false
    ) {
        let load = cursor.load(partition)
        if load != nil || isEmpty && cursor.through(partition) == nil {
            let new = LoadPosition(began: now, shape: fingerprint.text)
            self = .load(load.flatMap { !startsOver && fingerprint.admits($0, now: now) ? $0 : nil } ?? new)
            return
        }
        guard !everything, let through = cursor.through(partition), through <= now.adding(seconds: ChangeWindow.skew),
            let shape = cursor.shape(partition),
            fingerprint.admits(SourcePosition(through: through, shape: shape))
        else {
            self = .full
            return
        }
        self = .changes(since: through)
    }

    /// Where a first load goes on; nil for every other reading.
    var load: LoadPosition? { if case .load(let position) = self { position } else { nil } }

    /// Whether the table needs more than what changed.
    var needsAll: Bool { if case .changes = self { false } else { true } }
}

extension PropertyFingerprint {
    /// Whether the rows of a first load are as they would be read now.
    fileprivate func admits(_ load: LoadPosition, now: Timestamp) -> Bool {
        load.began <= now.adding(seconds: ChangeWindow.skew)
            && admits(SourcePosition(through: load.began, shape: load.shape))
    }
}

/// Bounds of the searches for changes.
enum ChangeWindow {
    /// HubSpot's index shows changes moments to minutes late, and clocks differ: each window begins that much before the last ended.
    /// What was read already is known by its modified time and not read again.
    static let overlap: Int64 = 900
    /// How far HubSpot's clock may be ahead of ours, in seconds.
    static let skew: Int64 = 300
    /// The second search looks that far back, for what the index showed late; in seconds.
    static let lateness: Int64 = 7_200

    /// The window of a run that began at `now`.
    static func window(since: Timestamp, now: Timestamp, late: Bool) -> Range<Timestamp> {
        let start = since.adding(seconds: -(late ? lateness : overlap))
        // What changes during the run may be found or not; the next run's window has it.
        let end = now.adding(seconds: skew)
        return min(start, end)..<end
    }

    /// Changed records from which on reading all `known` ones takes less: a search gives 1,000 a second, a full read about twice as many.
    static func worthwhile(known: Int) -> Int { max(1_000, known / 2) }
}
