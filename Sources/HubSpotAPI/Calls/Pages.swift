/// Pages of something, read when they are asked for: the next call goes out with ``Iterator/next()`` and not before. Each
/// iteration reads from the beginning.
public struct Pages<Element: Sendable>: AsyncSequence, Sendable {
    let start: PageCursor
    let read: @Sendable (PageCursor) async throws -> (page: [Element], next: PageCursor)

    init(
        from start: PageCursor = PageCursor(),
        read: @escaping @Sendable (PageCursor) async throws -> (page: [Element], next: PageCursor)
    ) {
        self.start = start
        self.read = read
    }

    /// Starts from the beginning.
    public func makeAsyncIterator() -> Iterator { Iterator(read: read, cursor: start) }

    /// Reads one page at a time.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let read: @Sendable (PageCursor) async throws -> (page: [Element], next: PageCursor)
        var cursor: PageCursor?
        /// HubSpot's cursor before the last page that was read; nil for the first page. Asking from there gives that page again, and
        /// what came behind it.
        public private(set) var position: String?

        init(
            read: @escaping @Sendable (PageCursor) async throws -> (page: [Element], next: PageCursor),
            cursor: PageCursor
        ) {
            self.read = read
            self.cursor = cursor
        }

        /// The next page, which may be empty; nil after the last. Throws a `Failure`, after which there are no more pages.
        public mutating func next() async throws -> [Element]? {
            guard let current = cursor else { return nil }
            cursor = nil
            let (page, next) = try await read(current)
            cursor = next.isAtEnd ? nil : next
            position = current.after
            return page
        }
    }
}
