/// Pulls from several sequences side by side and hands their elements over one at a time.
///
/// At most `limit` sequences are being read at once, each at most one element ahead, so memory is bounded by `limit` elements. The
/// elements of one sequence keep their order. The first error, of a sequence or of `consume`, cancels the rest and is thrown.
public func pullConcurrently<Iterator: AsyncIteratorProtocol & Sendable>(
    _ iterators: [Iterator], limit: Int, consume: (Iterator.Element) async throws -> Void
) async throws where Iterator.Element: Sendable {
    try await withThrowingTaskGroup(of: (Iterator.Element, Iterator)?.self) { group in
        var waiting = iterators[...]
        func pull(_ iterator: Iterator) {
            group.addTask {
                var iterator = iterator
                return try await iterator.next().map { ($0, iterator) }
            }
        }
        for iterator in waiting.prefix(max(1, limit)) { pull(iterator) }
        waiting = waiting.dropFirst(max(1, limit))
        while let pulled = try await group.next() {
            if let (element, iterator) = pulled {
                pull(iterator)
                try await consume(element)
            } else if let next = waiting.popFirst() {
                pull(next)
            }
        }
    }
}
