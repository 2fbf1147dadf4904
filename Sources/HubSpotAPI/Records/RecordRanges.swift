/// The ranges of one type's records, in the order of their ids and planned as they are asked for.
public struct RecordRanges: AsyncSequence, Sendable {
    let planner: RangePlanner?
    /// Records of the type, if known.
    let count: Int64?
    /// Where the first range begins; nil for the beginning.
    let lower: Int64?

    /// Plans from the beginning.
    public func makeAsyncIterator() -> Iterator { Iterator(planner: planner, count: count, from: lower) }

    /// Plans one range at a time.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let planner: RangePlanner?
        let count: Int64?
        private var plan: RangePlan?
        private var index = 0
        private var lower: Int64?
        private var isAtEnd = false

        init(planner: RangePlanner?, count: Int64?, from lower: Int64?) {
            self.planner = planner
            self.count = count
            self.lower = lower
        }

        /// The next range; nil after the last, which is open to the end.
        public mutating func next() async throws -> RecordRange? {
            guard !isAtEnd else { return nil }
            let upper = try await nextCut()
            defer {
                lower = upper
                index += 1
            }
            isAtEnd = upper == nil
            return RecordRange(from: lower, to: upper)
        }

        private mutating func nextCut() async throws -> Int64? {
            guard let planner else { return nil }
            if let plan { return try await planner.cut(after: lower, stride: plan.stride(ofRange: index)) }
            guard let plan = try await planner.plan(count: count),
                let first = try await planner.cut(after: lower, stride: plan.stride(ofRange: index)),
                try await planner.listBegins(at: first)
            else { return nil }
            self.plan = plan
            return first
        }
    }
}
