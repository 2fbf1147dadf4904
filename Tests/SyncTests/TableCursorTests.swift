import Foundations
import ObjectStore
import TestSupport
import Testing

@testable import Sync

@Suite("TableCursor")
struct TableCursorTests {
    private func run() -> RunID {
        var random = SeededGenerator(seed: 5)
        return RunID(start: Timestamp(microseconds: 0), using: &random)
    }

    private func rows(_ partition: String?, _ digest: String) -> WrittenRows {
        WrittenRows(partition: partition, digest: digest, rows: 1, files: nil, unparsedValues: [:])
    }

    @Test("comes back from its text, and anything else counts as none")
    func text() throws {
        let cursor = TableCursor().replacing([rows("0-1", "ab"), rows("0-2", "cd")], run: run(), everything: false)
        #expect(TableCursor(try cursor.text()) == cursor)
        #expect(TableCursor("not a cursor") == TableCursor())
        #expect(TableCursor(nil) == TableCursor())
    }

    private func load(_ upper: Int64) -> LoadPosition {
        var load = LoadPosition(began: Timestamp(microseconds: 1_800_000_000_123_000), shape: "1f")
        load.ids.insert(0...upper)
        load.ids.insert((upper + 100)...(upper + 200))
        return load
    }

    @Test("says how far a first load is until it is finished, for each part by itself")
    func load() throws {
        var (one, two) = (rows("0-1", "a"), rows("0-2", "b"))
        one.load = load(500)
        two.load = load(900)
        let both = TableCursor().replacing([one, two], run: run(), everything: false)
        #expect(TableCursor(try both.text()) == both)
        #expect(both.load("0-1") == load(500) && both.through("0-1") == nil && both.holds("0-1"))
        one.load = nil
        one.isAddition = true
        one.position = SourcePosition(through: load(500).began, shape: "1f")
        let half = both.replacing([one], run: run(), everything: false)
        #expect(half.load("0-1") == nil && half.through("0-1") == load(500).began && half.load("0-2") == load(900))
        two.load = nil
        #expect(half.replacing([two], run: run(), everything: false).loads == nil)
    }

    @Test("keeps the parts that a run did not read, unless the table has none")
    func replacing() {
        let first = TableCursor().replacing([rows("0-1", "a"), rows("0-2", "b")], run: run(), everything: false)
        let second = first.replacing([rows("0-2", "c")], run: run(), everything: false)
        #expect(second.digests == ["0-1": "a", "0-2": "c"])
        #expect(first.replacing([rows(nil, "z")], run: run(), everything: true).digests == ["": "z"])
    }

    @Test("a cursor of many parts rests in a file, which the table names, and comes back whole")
    func long() async throws {
        let store = MemoryStore(name: "lake")
        let digest = String(repeating: "f", count: 32)
        let cursor = TableCursor().replacing((1...200).map { rows("2-\($0)", digest) }, run: run(), everything: false)
        let text = try await cursor.text(keptIn: store)
        #expect(text.utf8.count < 300)
        #expect(try await store.listAll("_hublake/state/").map(\.key) == [TableCursor(text).file])
        #expect(TableCursor(text).run == run())
        let read = try await TableCursor(text, from: store)
        #expect(read.digests == cursor.digests)
        #expect(read.replacing([], run: run(), everything: false) == cursor)
        let again = try await cursor.text(keptIn: store)
        #expect(again == text)
    }

    @Test("a short cursor stands in the table itself, and without its file a long one counts as none")
    func short() async throws {
        let store = MemoryStore(name: "lake")
        let cursor = TableCursor().replacing([rows("0-1", "ab")], run: run(), everything: false)
        #expect(try await cursor.text(keptIn: store) == (try cursor.text()))
        #expect(try await store.listAll("").isEmpty)
        var lost = TableCursor()
        lost.file = "_hublake/state/gone.json"
        #expect(try await TableCursor(try lost.text(), from: store).digests.isEmpty)
    }
}
