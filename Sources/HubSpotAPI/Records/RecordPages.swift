public import CRM

extension HubSpotClient {
    /// The records of `type` with the values of `properties`, page by page in HubSpot's order.
    ///
    /// - Parameters:
    ///   - type: which records.
    ///   - properties: the names whose values are wanted.
    ///   - history: whether ``Record/history`` is wanted, too; values and history then come with the same answer.
    ///   - archived: the archived records instead of the live ones. HubSpot lists them for about 90 days; some types refuse
    ///     (status 400), which throws a `Failure` of kind `notFound`.
    ///   - range: the part to read, out of ``recordRanges(of:archived:count:)``.
    public func records(
        of type: ObjectType, properties: [String], history: Bool = false, archived: Bool = false,
        in range: RecordRange = .all
    ) -> RecordPages {
        RecordPages(
            source: RecordSource(
                self, type: type, properties: properties, history: history, archived: archived, range: range))
    }
}

/// The pages of one type's records, read when they are asked for. Each iteration reads from the beginning.
public struct RecordPages: AsyncSequence, Sendable {
    let source: RecordSource

    /// Starts from the beginning.
    public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

    /// Reads one page, or one round of batch reads, at a time.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let source: RecordSource
        private var position: RecordSource.Position?
        private var ready: ArraySlice<RecordPage> = []

        init(source: RecordSource) {
            self.source = source
            position = source.start
        }

        /// The next page; nil after the last. Throws a `Failure`, after which there are no more pages.
        public mutating func next() async throws -> RecordPage? {
            while ready.isEmpty {
                guard let start = position else { return nil }
                position = nil
                let step = try await source.step(from: start)
                ready = step.pages[...]
                position = step.next
            }
            return ready.popFirst()
        }
    }
}
