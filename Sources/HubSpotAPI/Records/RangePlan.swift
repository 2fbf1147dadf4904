/// How many records a range should hold.
enum RangePlan {
    /// Records from one cut to the next of a type with `total` records: sixteen ranges, more where one search cannot reach that
    /// far, and none of less than twenty pages.
    static func stride(total: Int64, limits: HubSpotLimits) -> Int {
        let deepest = max(1, limits.searchDepth - 100)
        let wanted = max(20 * limits.listPage, Int(total / 16))
        return min(deepest, wanted)
    }

    /// Whether a list that began at the cut `id` answered what a list by ascending ids answers there.
    static func isPlausible(_ ids: [Int64], from id: Int64) -> Bool {
        guard let first = ids.first, first >= id - 1 else { return false }
        return zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
    }
}
