import Foundations
import Synchronization
import TestSupport
import Testing

@Suite("pullConcurrently")
struct PullConcurrentlyTests {
    /// Numbers that are found one after another; counts how many sequences are open at the same time.
    private struct Numbers: AsyncIteratorProtocol, Sendable {
        var rest: ArraySlice<Int>
        var failsAt: Int?

        mutating func next() async throws -> Int? {
            await Task.yield()
            if let first = rest.first, first == failsAt {
                throw Foundations.Failure(.transient, "cannot count", why: "tired")
            }
            return rest.popFirst()
        }
    }

    @Test("all elements arrive, with no more sequences open than allowed", arguments: 1...6)
    func all(_ limit: Int) async throws {
        let gauge = Mutex((opened: 0, ended: 0, most: 0))
        var seen: [Int: [Int]] = [:]
        try await pullConcurrently(
            from: Numbers(rest: Array(0..<20)[...]), limit: limit,
            open: { part in
                gauge.withLock {
                    $0.opened += 1
                    $0.most = max($0.most, $0.opened - $0.ended)
                }
                return Numbers(rest: (0..<part).map { part * 100 + $0 }[...])
            },
            consume: { number in
                seen[number / 100, default: []].append(number % 100)
                // The last element of a part: its sequence ends no later than it is asked again.
                if number % 100 == number / 100 - 1 { gauge.withLock { $0.ended += 1 } }
            })
        for part in 1..<20 { #expect(seen[part] == Array(0..<part)) }
        #expect(gauge.withLock { $0.opened } == 20)
        // Part 0 has no elements that could tell its end.
        #expect(gauge.withLock { $0.most } <= limit + 1)
    }

    @Test("a part can be read while the next is still being looked for")
    func overlap() async throws {
        let (words, send) = AsyncStream.makeStream(of: Int.self)
        send.yield(1)
        try await pullConcurrently(
            from: Awaited(words: words), limit: 4, open: { Numbers(rest: [$0]) },
            // The second part is found only after the first was read.
            consume: { number in if number == 1 { send.yield(2) } else { send.finish() } })
    }

    @Test("the first error of a part, of a sequence or of the consumer is thrown")
    func errors() async {
        let parts = Numbers(rest: [1, 2, 3])
        await #expect(throws: Foundations.Failure.self) {
            try await pullConcurrently(
                from: Numbers(rest: [1, 2], failsAt: 2), limit: 2, open: { _ in Numbers(rest: [7]) }, consume: { _ in })
        }
        await #expect(throws: Foundations.Failure.self) {
            try await pullConcurrently(
                from: parts, limit: 2, open: { Numbers(rest: [$0], failsAt: 3) }, consume: { _ in })
        }
        await #expect(throws: CancellationError.self) {
            try await pullConcurrently(
                from: parts, limit: 2, open: { Numbers(rest: [$0]) }, consume: { _ in throw CancellationError() })
        }
    }
}

/// A stream as an iterator that may be handed from task to task.
private struct Awaited: AsyncIteratorProtocol, Sendable {
    let words: AsyncStream<Int>

    mutating func next() async -> Int? {
        var iterator = words.makeAsyncIterator()
        return await iterator.next()
    }
}
