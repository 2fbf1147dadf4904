public import CRM

/// The associations of one pair, page by page, read when they are asked for. Each iteration reads from the beginning.
public struct AssociationPages: AsyncSequence, Sendable {
    let source: AssociationSource
    let ids: [Int64]

    /// Starts from the beginning.
    public func makeAsyncIterator() -> Iterator { Iterator(source: source, queue: AssociationQueue(ids)) }

    /// Reads one round of batch reads at a time.
    public struct Iterator: AsyncIteratorProtocol {
        let source: AssociationSource
        var queue: AssociationQueue
        var ready: ArraySlice<[Association]> = []
        var hasFailed = false

        init(source: AssociationSource, queue: AssociationQueue) {
            self.source = source
            self.queue = queue
        }

        /// The next page; nil after the last. Throws a `Failure`, after which there are no more pages.
        public mutating func next() async throws -> [Association]? {
            while ready.isEmpty, !hasFailed, !queue.isEmpty {
                hasFailed = true
                ready = try await source.round(&queue)[...]
                hasFailed = false
            }
            return ready.popFirst()
        }
    }
}
