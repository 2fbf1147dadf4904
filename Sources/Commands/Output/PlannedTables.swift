/// How many tables a run looks after, as far as it is known: which pairs of types are associated is found out while records are read.
struct PlannedTables {
    private var count = 0

    /// Takes in `more` tables and returns the line that tells of them; nil when there are none.
    mutating func add(_ more: Int) -> String? {
        guard more > 0 else { return nil }
        let isFirst = count == 0
        count += more
        return isFirst
            ? "\(Figures.count(more, "table")) to sync"
            : "\(Figures.count(more, "more table")) to sync, \(Figures.count(count)) in all"
    }
}
