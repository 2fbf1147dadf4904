import Foundations

/// Which chores one run does: pure, from when they were last done.
struct Agenda: Sendable, Hashable {
    /// The chores of this run.
    private(set) var due: Set<Chore>
    /// When this run began.
    let now: Timestamp
    /// Whether all chores were asked for, and not just due.
    let isAsked: Bool
    private let last: [Chore: Timestamp]
    private let rhythms: Rhythms

    /// - Parameters:
    ///   - last: when each chore was last done; a chore without a time never was.
    ///   - everything: whether all chores are asked for.
    init(last: [Chore: Timestamp], rhythms: Rhythms, now: Timestamp, everything: Bool) {
        self.last = last
        isAsked = everything
        self.now = now
        self.rhythms = rhythms
        let late = Chore.allCases.filter { chore in
            guard let done = last[chore] else { return true }
            // A time in the future is a clock that was wrong: better once too often than never.
            return done > now || now.microseconds - done.microseconds >= rhythms[chore] * 1_000_000
        }
        due = everything || late.contains(.everything) ? Set(Chore.allCases) : Set(late)
    }

    /// Whether `chore` is to be done.
    func isDue(_ chore: Chore) -> Bool { due.contains(chore) }

    /// Takes in what turned out to be due.
    mutating func add(_ chore: Chore) { due.insert(chore) }

    /// Whether no run that read everything came to its end yet.
    private var isFirst: Bool { last[.everything] == nil }

    /// Whether `chore` is to be done with tables that know up to where they were read. Not while the first reading of everything goes on,
    /// over several runs if it is interrupted: each table's part of it is done once.
    func isDueAgain(_ chore: Chore) -> Bool { isDue(chore) && (isAsked || !isFirst) }

    /// The chores that a run has not done where something failed that may pass. What is missing of the first reading of everything has no
    /// position, so it is read in full in any case.
    var repeated: Set<Chore> { isFirst ? due.subtracting([.everything, .scan]) : due }

    /// Whether what takes `share` times as much as a chore should at once was last done so long ago that it is due, at `time`; nil for
    /// never. What a first run did before it was interrupted need not be done again at once.
    func isDue(_ chore: Chore, lastAt time: Timestamp?, share: Int64) -> Bool {
        guard isDue(chore) else { return false }
        if isFirst, !isAsked, let time, time <= now {
            return now.microseconds - time.microseconds >= rhythms[chore] * 1_000_000
        }
        guard share > 1, let time, time <= now, !isDue(.everything) else { return true }
        // Runs do not come to the second: half a rhythm is close enough.
        return (now.microseconds - time.microseconds) / 500_000 >= rhythms[chore] * (2 * share - 1)
    }

    /// When `chore` was last done; nil where it never was, or a wrong clock told the time.
    func lastDone(_ chore: Chore) -> Timestamp? { last[chore].flatMap { $0 <= now ? $0 : nil } }

    /// When each chore was last done, after this run did all that were due but `unfinished`.
    func times(after unfinished: Set<Chore>) -> [Chore: Timestamp] {
        var times = last
        for chore in due.subtracting(unfinished) { times[chore] = now }
        return times
    }
}
