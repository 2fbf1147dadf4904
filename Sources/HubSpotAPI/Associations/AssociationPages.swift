public import CRM

/// The associations of one pair, page by page, read when they are asked for, each of them once. Each iteration reads from the
/// beginning.
public struct AssociationPages: AsyncSequence, Sendable {
    /// The ids at some positions, in an order that does not change: those that are known, once they are `least`; fewer only where
    /// there are no more.
    public typealias IDs = @Sendable (_ positions: Range<Int>, _ least: Int) async throws -> [Int64]

    let source: AssociationSource
    let ids: IDs

    /// Starts from the beginning.
    public func makeAsyncIterator() -> Iterator { Iterator(source: source, ids: ids) }

    /// Reads one round of batch reads at a time.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let source: AssociationSource
        let ids: IDs
        private var queue = AssociationQueue()
        private var position = 0
        private var isAtEnd = false
        private var hasFailed = false
        private var ready: ArraySlice<[Association]> = []
        /// The associations so far of the records that have more pages: those may overlap.
        private var seen: Set<Association> = []

        init(source: AssociationSource, ids: @escaping IDs) {
            self.source = source
            self.ids = ids
        }

        /// The next page; nil after the last. Throws a `Failure`, after which there are no more pages.
        public mutating func next() async throws -> [Association]? {
            while ready.isEmpty, !hasFailed {
                hasFailed = true
                try await fillQueue()
                if !queue.isEmpty { try await readRound() } else { return nil }
                hasFailed = false
            }
            return ready.popFirst()
        }

        /// Takes in ids for as many calls as a round may make, as soon as there are enough for one. No call but the last goes out
        /// half empty.
        private mutating func fillQueue() async throws {
            let batch = source.inputs.current
            let room = batch * source.parallel - queue.count
            guard !isAtEnd, room > 0 else { return }
            let least = queue.count < batch ? batch - queue.count : 0
            let known = try await ids(position..<position + room, least)
            isAtEnd = known.count < least
            let excess = isAtEnd ? 0 : (queue.count + known.count) % batch
            let more = Array(known.dropLast(excess))
            position += more.count
            queue.add(more)
        }

        private mutating func readRound() async throws {
            let pages = try await source.round(&queue)
            ready = pages.map { page in page.filter { seen.insert($0).inserted } }[...]
            let unfinished = queue.unfinished
            seen = unfinished.isEmpty ? [] : seen.filter { unfinished.contains($0.fromID) }
        }
    }
}
