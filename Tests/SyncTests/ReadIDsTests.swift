import TestSupport
import Testing

@testable import Sync

@Suite("ReadIDs")
struct ReadIDsTests {
    private func ids(_ ranges: ClosedRange<Int64>...) -> ReadIDs {
        var ids = ReadIDs()
        for range in ranges { ids.insert(range) }
        return ids
    }

    @Test("joins intervals that overlap or touch, in whatever order they come")
    func insert() {
        #expect(ids(10...20, 30...40, 21...29).intervals == [10...40])
        #expect(ids(30...40, 10...20).intervals == [10...20, 30...40])
        #expect(ids(10...20, 15...35, 50...60, 0...5).intervals == [0...5, 10...35, 50...60])
        #expect(ids(5...5, 0...100).intervals == [0...100])
    }

    @Test("knows what lies before and between its intervals, and where the rest begins")
    func gaps() {
        #expect(ReadIDs().gaps.isEmpty && ReadIDs().end == nil)
        let some = ids(0...9, 20...29, 40...40)
        #expect(some.gaps.map { $0.lower } == [10, 30])
        #expect(some.gaps.map { $0.upper } == [20, 40])
        #expect(some.end == 41)
        #expect(ids(7...9).gaps.map { $0.lower } == [nil])
        #expect(ids(7...Int64.max).end == .max)
    }

    @Test("comes back from its text, and other texts are none")
    func text() {
        let some = ids(0...178_213_334_112, 178_213_900_000...178_220_000_001, 900_000_000_000...Int64.max)
        #expect(ReadIDs(some.description) == some)
        #expect(ReadIDs("") == ReadIDs())
        #expect(ids(0...35, 71...106).description == "0.z.10.z")
        for wrong in ["1", "1.-2", "1.1.1", "1.ä", "1.1.1y2p0ij32e8e7.1"] { #expect(ReadIDs(wrong) == nil) }
    }

    @Test("agrees with a set of single ids: membership, union, intersection, gaps")
    func model() {
        var random = SeededGenerator(seed: 59)
        for _ in 0..<200 {
            var (one, two) = (ReadIDs(), ReadIDs())
            var (first, second) = (Set<Int64>(), Set<Int64>())
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let lower = Int64.random(in: 0...60, using: &random)
                let range = lower...(lower + Int64.random(in: 0...9, using: &random))
                if Bool.random(using: &random) {
                    one.insert(range)
                    first.formUnion(range)
                } else {
                    two.insert(range)
                    second.formUnion(range)
                }
            }
            let common = one.intersection(two)
            var union = one
            union.formUnion(two)
            for id in Int64(0)...80 {
                #expect(one.contains(id) == first.contains(id))
                #expect(common.contains(id) == (first.contains(id) && second.contains(id)))
                #expect(union.contains(id) == (first.contains(id) || second.contains(id)))
                let isLeft =
                    one.gaps.contains { $0.lower ?? 0 <= id && id < $0.upper } || one.end.map { $0 <= id } ?? true
                #expect(isLeft == !first.contains(id))
            }
            #expect(ReadIDs(one.description) == one)
        }
    }
}
