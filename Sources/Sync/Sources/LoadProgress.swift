import CRM
import HubSpotAPI

/// Which ids of a type were read so far, while ranges of them are read at the same time; pure.
struct LoadProgress: Sendable {
    /// Those that were read. Of a range whose list ascends by id, all up to the last that came.
    private(set) var ids = ReadIDs()
    /// Whether ``ids`` can be trusted: lists that nobody asked to begin in the middle may have any order.
    private(set) var isOrdered = true
    /// Records since the last part was taken.
    private(set) var recordsInPart = 0
    private var last: [Int64: Int64] = [:]

    /// Takes in a page of `range`, after its other pages so far.
    mutating func add(_ page: RecordPage, of range: RecordRange) {
        recordsInPart += page.records.count
        guard range != .all else {
            isOrdered = false
            return
        }
        let lower = range.lower ?? 0
        for record in page.records {
            if record.id < last[lower] ?? lower { isOrdered = false }
            last[lower] = record.id
        }
        if let reached = last[lower], reached >= lower { ids.insert(lower...reached) }
    }

    /// Takes in that `range` has no more pages.
    mutating func end(_ range: RecordRange) {
        // After the last range new records may come at any time.
        guard let upper = range.upper, upper > range.lower ?? 0 else { return }
        ids.insert((range.lower ?? 0)...(upper - 1))
    }

    /// Begins another part.
    mutating func beginPart() { recordsInPart = 0 }
}

/// The ranges that are left to read: what lies between those that were read, then what comes after them, planned as it is asked for.
struct RangesLeft: AsyncIteratorProtocol, Sendable {
    private var gaps: ArraySlice<RecordRange>
    private var planned: RecordRanges.Iterator

    /// - Parameter planned: the ranges from the end of `done` on.
    init(after done: ReadIDs, planned: RecordRanges) {
        gaps = done.gaps.map { RecordRange(from: $0.lower, to: $0.upper) }[...]
        self.planned = planned.makeAsyncIterator()
    }

    /// The next range; nil after the last.
    mutating func next() async throws -> RecordRange? {
        if let gap = gaps.popFirst() { return gap }
        return try await planned.next()
    }
}

/// The pages of one range, and its end.
struct RangePages: AsyncIteratorProtocol, Sendable {
    enum Element: Sendable {
        case page(RecordPage, of: RecordRange)
        case end(of: RecordRange)
    }

    private let range: RecordRange
    private var pages: RecordPages.Iterator
    private var isAtEnd = false

    init(_ pages: RecordPages, of range: RecordRange) {
        self.pages = pages.makeAsyncIterator()
        self.range = range
    }

    /// The next page, then the end, then nil.
    mutating func next() async throws -> Element? {
        if let page = try await pages.next() { return .page(page, of: range) }
        guard !isAtEnd else { return nil }
        isAtEnd = true
        return .end(of: range)
    }
}
