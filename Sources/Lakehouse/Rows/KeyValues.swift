import Parquet

/// The values that one column of some keys has, for skipping files and row groups that hold none of them.
struct KeyValues: Sendable {
    /// Beyond this many different texts only their extremes are kept.
    static let textLimit = 1024

    private var integers: Set<Int64> = []
    private var texts: Set<[UInt8]> = []
    private var extremes: (lower: [UInt8], upper: [UInt8])?
    /// Values of other types: nothing is skipped by them.
    private var hasOthers = false

    mutating func insert(_ integer: Int64) { integers.insert(integer) }

    mutating func insert(_ vector: ColumnVector, _ row: Int) {
        switch vector.bound(row) {
        case .int64(let integer): integers.insert(integer)
        case .string(let text): insert(text)
        case nil: break
        default: hasOthers = true
        }
    }

    private mutating func insert(_ text: [UInt8]) {
        guard let known = extremes else {
            extremes = (text, text)
            texts.insert(text)
            return
        }
        if text.lexicographicallyPrecedes(known.lower) { extremes?.lower = text }
        if known.upper.lexicographicallyPrecedes(text) { extremes?.upper = text }
        if texts.count <= Self.textLimit { texts.insert(text) }
    }

    /// The values in order, to be asked for ranges.
    var sorted: Sorted {
        let distinct = texts.count <= Self.textLimit ? texts.sorted { $0.lexicographicallyPrecedes($1) } : nil
        return Sorted(integers: integers.sorted(), texts: distinct, extremes: extremes, hasOthers: hasOthers)
    }

    struct Sorted: Sendable {
        fileprivate var integers: [Int64]
        /// Nil where there are too many.
        fileprivate var texts: [[UInt8]]?
        fileprivate var extremes: (lower: [UInt8], upper: [UInt8])?
        fileprivate var hasOthers: Bool

        /// Whether some value may lie between two bounds; true where a bound is missing.
        func mayMeet(_ lower: ColumnBound?, _ upper: ColumnBound?) -> Bool {
            if hasOthers { return true }
            switch (lower, upper) {
            case (.int64(let low)?, .int64(let high)?):
                let first = integers.firstIndex(notBefore: low) { $0 < $1 }
                return first < integers.count && integers[first] <= high
            case (.string(let low)?, .string(let high)?):
                guard let extremes else { return false }
                guard let texts else {
                    return !extremes.upper.lexicographicallyPrecedes(low)
                        && !high.lexicographicallyPrecedes(extremes.lower)
                }
                let first = texts.firstIndex(notBefore: low) { $0.lexicographicallyPrecedes($1) }
                return first < texts.count && !high.lexicographicallyPrecedes(texts[first])
            default: return true
            }
        }
    }
}

extension Array {
    /// In a sorted array, the first index whose element does not come before `element`.
    func firstIndex(notBefore element: Element, by precedes: (Element, Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(self[middle], element) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
