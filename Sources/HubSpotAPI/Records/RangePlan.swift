/// How many records each range of a type should hold.
struct RangePlan: Sendable, Hashable {
    /// Ranges that are read at once.
    private static let atOnce = 16
    /// What a range holds on average: a sixteenth of all, less where one search cannot reach that far, and no less than twenty pages.
    let average: Int
    private let deepest: Int
    private let page: Int
    private let isStaggered: Bool

    /// A plan for a type with `total` records; nil where it is too small to be split.
    init?(total: Int64, limits: HubSpotLimits) {
        guard total >= Int64(limits.rangedRecords) else { return nil }
        deepest = max(1, limits.searchDepth - 100)
        average = min(deepest, max(20 * limits.listPage, Int(total) / Self.atOnce))
        page = limits.historyPage
        isStaggered = Int(total) / average >= Self.atOnce
    }

    /// Records from where the range `index` begins to where the next does.
    ///
    /// Ranges are found one after another, each as soon as a page or two of the others is read, and from then on all are read at one
    /// pace. So that they also end together, each of the first sixteen holds half a page less than the one before.
    func stride(ofRange index: Int) -> Int {
        guard isStaggered, index < Self.atOnce else { return average }
        return min(deepest, average + page * (Self.atOnce - 1 - 2 * index) * 3 / 10)
    }

    /// Whether a list that began at the cut `id` answered what a list by ascending ids answers there.
    static func isPlausible(_ ids: [Int64], from id: Int64) -> Bool {
        guard let first = ids.first, first >= id - 1 else { return false }
        return zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
    }
}
