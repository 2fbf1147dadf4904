import Foundations
import TestSupport
import Testing

@testable import Sync

@Suite("GrowingList")
struct GrowingListTests {
    @Test("gives what is known at once, and fewer only at the end")
    func known() async throws {
        let list = GrowingList<Int>()
        list.append([1, 2, 3])
        #expect(try await list.elements(0..<2) == [1, 2])
        #expect(try await list.elements(1..<3) == [2, 3])
        list.finish()
        #expect(try await list.elements(2..<9) == [3])
        #expect(try await list.elements(3..<9).isEmpty)
        #expect(try await list.elements(7..<9).isEmpty)
    }

    @Test("gives what is known beyond the least that is wanted")
    func atLeast() async throws {
        let list = GrowingList<Int>()
        list.append([1, 2, 3])
        #expect(try await list.elements(0..<9, atLeast: 2) == [1, 2, 3])
        #expect(try await list.elements(1..<2, atLeast: 0) == [2])
        #expect(try await list.elements(3..<9, atLeast: 0).isEmpty)
        list.finish()
        #expect(try await list.elements(2..<9, atLeast: 4) == [3])
    }

    @Test("readers that wait get all elements in their order, however they come")
    func waiting() async throws {
        let list = GrowingList<Int>()
        try await withThrowingTaskGroup(of: [Int].self) { group in
            for size in [1, 7, 100, 1_000] {
                group.addTask {
                    var read: [Int] = []
                    while true {
                        let more = try await list.elements(read.count..<read.count + size)
                        if more.isEmpty { return read }
                        read += more
                    }
                }
            }
            var generator = SeededGenerator(seed: 3)
            var next = 0
            while next < 1_000 {
                let end = min(1_000, next + Int.random(in: 0...90, using: &generator))
                list.append(Array(next..<end))
                next = end
                await Task.yield()
            }
            list.finish()
            for try await read in group { #expect(read == Array(0..<1_000)) }
        }
    }

    @Test("a failure reaches those who wait and those who come later; a finished list stays finished")
    func failure() async throws {
        let failure = Failure(.transient, "cannot read", why: "no answer")
        let list = GrowingList<Int>()
        let reader = Task { try await list.elements(0..<2) }
        list.append([1])
        list.fail(failure)
        await #expect(throws: Failure.self) { try await reader.value }
        await #expect(throws: Failure.self) { try await list.elements(0..<1) }
        let finished = GrowingList<Int>()
        finished.append([1])
        finished.finish()
        finished.fail(failure)
        #expect(try await finished.elements(0..<5) == [1])
    }

    @Test("a cancelled reader stops waiting, and the others do not")
    func cancellation() async throws {
        let list = GrowingList<Int>()
        let cancelled = Task { try await list.elements(0..<1) }
        let other = Task { try await list.elements(0..<1) }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        list.append([4])
        #expect(try await other.value == [4])
    }
}
