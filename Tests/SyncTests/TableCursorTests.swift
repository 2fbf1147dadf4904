import Foundations
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

    @Test(
        "never outgrows a table property: sums are left out first, then positions of first loads, never what was read")
    func limit() throws {
        var cursor = TableCursor()
        cursor.through = [:]
        cursor.shapes = [:]
        cursor.loads = ["0-99": load(5)]
        for type in 0..<60 {
            cursor.digests["2-\(type)"] = String(repeating: "a", count: 32)
            cursor.through?["2-\(type)"] = 1_800_000_000_000
            cursor.shapes?["2-\(type)"] = "0123456789abcdef"
        }
        let text = try cursor.text()
        #expect(text.utf8.count <= TableCursor.byteLimit)
        #expect(TableCursor(text).digests.isEmpty && TableCursor(text).load("0-99") == load(5))
        #expect(TableCursor(text).through == cursor.through)
        for type in 100..<160 { cursor.loads?["2-\(type)"] = load(1_000_000_000_000) }
        let shorter = try cursor.text()
        #expect(shorter.utf8.count <= TableCursor.byteLimit)
        #expect(TableCursor(shorter).loads == nil && TableCursor(shorter).through == cursor.through)
    }

    @Test("keeps the parts that a run did not read, unless the table has none")
    func replacing() {
        let first = TableCursor().replacing([rows("0-1", "a"), rows("0-2", "b")], run: run(), everything: false)
        let second = first.replacing([rows("0-2", "c")], run: run(), everything: false)
        #expect(second.digests == ["0-1": "a", "0-2": "c"])
        #expect(first.replacing([rows(nil, "z")], run: run(), everything: true).digests == ["": "z"])
    }
}
