/// The ids up to which a list of records was read: intervals, since several parts of a list are read at the same time.
struct ReadIDs: Sendable, Hashable {
    /// Ascending; two of them neither overlap nor touch.
    private(set) var intervals: [ClosedRange<Int64>] = []

    /// None.
    init() {}

    var isEmpty: Bool { intervals.isEmpty }

    /// Whether the record `id`, if there is one, was read.
    func contains(_ id: Int64) -> Bool {
        var (low, high) = (0, intervals.count)
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].upperBound < id { low = middle + 1 } else { high = middle }
        }
        return low < intervals.count && intervals[low].contains(id)
    }

    /// Takes in the ids of `read`.
    mutating func insert(_ read: ClosedRange<Int64>) {
        var joined = read
        var others: [ClosedRange<Int64>] = []
        for interval in intervals {
            if interval.isApart(from: joined) {
                others.append(interval)
            } else {
                joined =
                    min(interval.lowerBound, joined.lowerBound)...max(interval.upperBound, joined.upperBound)
            }
        }
        let place = others.firstIndex { $0.lowerBound > joined.upperBound } ?? others.count
        others.insert(joined, at: place)
        intervals = others
    }

    /// Takes in the ids of `other`.
    mutating func formUnion(_ other: ReadIDs) {
        for interval in other.intervals { insert(interval) }
    }

    /// The ids that are in both.
    func intersection(_ other: ReadIDs) -> ReadIDs {
        var common = ReadIDs()
        for one in intervals {
            for two in other.intervals where one.overlaps(two) { common.insert(one.clamped(to: two)) }
        }
        return common
    }

    /// What lies between and before the intervals: the ids in `[lower, upper)`, `lower` nil for the beginning.
    var gaps: [(lower: Int64?, upper: Int64)] {
        var gaps: [(Int64?, Int64)] = []
        var next: Int64?
        for interval in intervals {
            if next ?? 0 < interval.lowerBound { gaps.append((next, interval.lowerBound)) }
            next = interval.upperBound == .max ? .max : interval.upperBound + 1
        }
        return gaps
    }

    /// Where the ids after all intervals begin; nil where nothing was read.
    var end: Int64? { intervals.last.map { $0.upperBound == .max ? .max : $0.upperBound + 1 } }
}

extension ReadIDs: LosslessStringConvertible {
    /// Distances from bound to bound in base 36: many tables share the 4 KB of a cursor.
    var description: String {
        var last: Int64 = 0
        return intervals.flatMap { [$0.lowerBound, $0.upperBound] }.map { bound in
            defer { last = bound }
            return String(bound - last, radix: 36)
        }.joined(separator: ".")
    }

    init?(_ description: String) {
        var bounds: [Int64] = []
        for text in description.split(separator: ".") {
            guard let distance = Int64(text, radix: 36), distance >= 0,
                case let (bound, isTooLarge) = distance.addingReportingOverflow(bounds.last ?? 0), !isTooLarge
            else { return nil }
            bounds.append(bound)
        }
        guard bounds.count.isMultiple(of: 2) else { return nil }
        for index in stride(from: 0, to: bounds.count, by: 2) { insert(bounds[index]...bounds[index + 1]) }
    }
}

extension ClosedRange<Int64> {
    /// Whether at least one id lies between the two.
    fileprivate func isApart(from other: ClosedRange<Int64>) -> Bool {
        let (first, second) = lowerBound <= other.lowerBound ? (self, other) : (other, self)
        return first.upperBound < second.lowerBound - 1
    }
}
