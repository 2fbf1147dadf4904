/// A part of one type's records: those whose id is in `[lower, upper)`. Ranges that are planned together touch and never
/// overlap, so each record is in exactly one of them.
public struct RecordRange: Sendable, Hashable {
    /// The first id; nil for all from the beginning.
    public let lower: Int64?
    /// The first id after the range; nil for all to the end, records made meanwhile included.
    public let upper: Int64?

    /// The ids in `[lower, upper)`.
    public init(from lower: Int64? = nil, to upper: Int64? = nil) {
        self.lower = lower
        self.upper = upper
    }

    /// All records of a type.
    public static let all = RecordRange()

    /// Whether the record `id` is in the range.
    public func contains(_ id: Int64) -> Bool { (lower.map { id >= $0 } ?? true) && (upper.map { id < $0 } ?? true) }

    /// The ranges between `cuts`, which ascend.
    static func between(_ cuts: [Int64]) -> [RecordRange] {
        let bounds: [Int64?] = [nil] + cuts + [nil]
        return zip(bounds, bounds.dropFirst()).map { RecordRange(from: $0, to: $1) }
    }

    /// Where the list is to begin. One id early: whether HubSpot's cursor includes the id that it names is not documented.
    var cursor: PageCursor { PageCursor(after: lower.flatMap { $0 > 1 ? String($0 - 1) : nil }) }

    /// Whether nothing of the range can follow the list's cursor `after`, the id of a next record.
    func ends(before after: String) -> Bool {
        guard let upper, let next = Int64(after) else { return false }
        return next >= upper
    }
}
