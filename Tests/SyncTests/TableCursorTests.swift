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

    @Test("keeps the parts that a run did not read, unless the table has none")
    func replacing() {
        let first = TableCursor().replacing([rows("0-1", "a"), rows("0-2", "b")], run: run(), everything: false)
        let second = first.replacing([rows("0-2", "c")], run: run(), everything: false)
        #expect(second.digests == ["0-1": "a", "0-2": "c"])
        #expect(first.replacing([rows(nil, "z")], run: run(), everything: true).digests == ["": "z"])
    }
}
