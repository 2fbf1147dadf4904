/// Pulls from several sequences side by side and hands their elements over one at a time.
///
/// At most `limit` sequences are being read at once, each at most one element ahead, so memory is bounded by `limit` elements. The
/// elements of one sequence keep their order. The first error, of a sequence or of `consume`, cancels the rest and is thrown.
public func pullConcurrently<Iterator: AsyncIteratorProtocol & Sendable>(
    _ iterators: [Iterator], limit: Int, consume: (Iterator.Element) async throws -> Void
) async throws where Iterator.Element: Sendable {
    try await pullConcurrently(
        from: Listed(elements: iterators[...]), limit: limit, open: { $0 }, consume: consume)
}

/// The same for sequences that are themselves found one after another: each is read as soon as it is found, while the next one is
/// being looked for.
///
/// - Parameters:
///   - parts: what there is a sequence for; asked only while fewer than `limit` sequences are being read.
///   - open: the sequence of a part.
public func pullConcurrently<Parts: AsyncIteratorProtocol & Sendable, Iterator: AsyncIteratorProtocol & Sendable>(
    from parts: Parts, limit: Int, open: (Parts.Element) -> Iterator,
    consume: (Iterator.Element) async throws -> Void
) async throws where Parts.Element: Sendable, Iterator.Element: Sendable {
    try await withThrowingTaskGroup(of: Pull<Parts, Iterator>.self) { group in
        func find(_ parts: Parts) {
            group.addTask {
                var parts = parts
                return .part(try await parts.next(), parts)
            }
        }
        func pull(_ iterator: Iterator) {
            group.addTask {
                var iterator = iterator
                return .element(try await iterator.next(), iterator)
            }
        }
        var reading = 0
        var waiting: Parts?
        find(parts)
        while let result = try await group.next() {
            switch result {
            case .part(let part?, let parts):
                reading += 1
                pull(open(part))
                if reading < limit { find(parts) } else { waiting = parts }
            case .part(nil, _): break
            case .element(let element?, let iterator):
                pull(iterator)
                try await consume(element)
            case .element(nil, _):
                reading -= 1
                if let parts = waiting { find(parts) }
                waiting = nil
            }
        }
    }
}

/// What one task of the group comes back with.
private enum Pull<Parts: AsyncIteratorProtocol & Sendable, Iterator: AsyncIteratorProtocol & Sendable>: Sendable
where Parts.Element: Sendable, Iterator.Element: Sendable {
    case part(Parts.Element?, Parts)
    case element(Iterator.Element?, Iterator)
}

/// A list as what is found one after another.
private struct Listed<Element: Sendable>: AsyncIteratorProtocol, Sendable {
    var elements: ArraySlice<Element>

    mutating func next() async -> Element? { elements.popFirst() }
}
