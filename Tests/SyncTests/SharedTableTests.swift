import Foundations
import Lakehouse
import ObjectStore
import Parquet
import Tables
import TestSupport
import Testing

@testable import Sync

@Suite("SharedTable")
struct SharedTableTests {
    private let store = MemoryStore(name: "lake")
    private let definition = TableDefinition(
        name: "things", comment: "Things.",
        columns: [
            TableColumn("kind", .string, isRequired: true, comment: "Kind."),
            TableColumn("id", .int64, isRequired: true, comment: "Id."),
        ], partitionColumn: "kind")

    private func open() async throws -> OpenTable {
        let clock = ManualClock()
        var random = SeededGenerator(seed: 1)
        return try await OpenTable.open(
            definition,
            .init(
                store: store, runID: RunID(start: clock.now(), using: &random), clock: clock,
                dataFileByteCount: 1 << 20))
    }

    private func batch(_ kind: String, _ ids: some Sequence<Int64>) -> ColumnBatch {
        var batch = definition.emptyBatch
        for id in ids {
            batch.vectors[0].append(kind)
            batch.vectors[1].append(id)
        }
        return batch
    }

    private func load(_ upper: Int64) -> LoadPosition {
        var load = LoadPosition(began: Timestamp(microseconds: 5_000_000), shape: "abc")
        load.ids.insert(0...upper)
        return load
    }

    private func table() async throws -> LakehouseTable? {
        try await LakehouseTable.load(folder: "things", from: store)
    }

    private func ids(_ kind: String) async throws -> [Int64] {
        var ids: [Int64] = []
        guard let table = try await table() else { return [] }
        for try await batch in try await table.read(partition: kind) { ids += batch["id"]?.int64s ?? [] }
        return ids.sorted()
    }

    @Test("parts of first loads are committed when they are of enough records, one on top of the other")
    func parts() async throws {
        let shared = SharedTable(try await open(), recordsOfPart: 10)
        var writer = await shared.table.writer(partition: "a")
        try await writer.append(batch("a", 0..<6))
        try await shared.add(try await writer.finishPart(at: load(5)), loaded: 6)
        #expect(try await table() == nil)
        try await writer.append(batch("a", 6..<12))
        try await shared.add(try await writer.finishPart(at: load(11)), loaded: 6)
        #expect(try await ids("a") == Array(0..<12))
        #expect(TableCursor(try await table()?.cursor).load("a") == load(11))

        try await writer.append(batch("a", 12..<14))
        let position = SourcePosition(through: Timestamp(microseconds: 5_000_000), shape: "abc")
        try await shared.add(try await writer.finish(at: position), loaded: 2)
        let committed = try await shared.finish()
        #expect(committed.report.rows == 14 && committed.report.outcome == .committed)
        let cursor = TableCursor(try await table()?.cursor)
        #expect(cursor.load("a") == nil && cursor.through("a") == position.through)

        // Read again at once, the rows have the same sum.
        let again = try await open()
        var whole = again.writer(partition: "a")
        try await whole.append(batch("a", (0..<14).reversed()))
        #expect(try await whole.finish(at: position).files == nil)
    }

    @Test("the next run goes on where the last part ended, and the sum of all rows is the same")
    func goesOn() async throws {
        let first = SharedTable(try await open(), recordsOfPart: 1)
        var writer = await first.table.writer(partition: "a")
        try await writer.append(batch("a", 0..<6))
        try await first.add(try await writer.finishPart(at: load(5)), loaded: 6)

        let next = SharedTable(try await open(), recordsOfPart: 1)
        var rest = await next.table.writer(partition: "a").continuing()
        try await rest.append(batch("a", 6..<9))
        try await next.add(
            try await rest.finish(at: SourcePosition(through: Timestamp(microseconds: 1), shape: "abc")), loaded: 3)
        #expect(try await ids("a") == Array(0..<9))
        var whole = try await open().writer(partition: "a")
        try await whole.append(batch("a", 0..<9))
        #expect(try await whole.finish().files == nil)
    }

    @Test("a load that begins anew replaces what an interrupted one left, and no other part")
    func beginsAnew() async throws {
        let first = SharedTable(try await open(), recordsOfPart: 1)
        for kind in ["a", "b"] {
            var writer = await first.table.writer(partition: kind)
            try await writer.append(batch(kind, 0..<6))
            try await first.add(try await writer.finishPart(at: load(5)), loaded: 6)
        }
        let next = SharedTable(try await open(), recordsOfPart: 1)
        var writer = await next.table.writer(partition: "a")
        try await writer.append(batch("a", 3..<4))
        try await next.add(try await writer.finishPart(at: load(3)), loaded: 1)
        #expect(try await ids("a") == [3])
        #expect(try await ids("b") == Array(0..<6))
    }

    @Test("types that come at the same time lose nothing of each other, nor do rows that leave meanwhile")
    func sideBySide() async throws {
        let earlier = SharedTable(try await open(), recordsOfPart: 100)
        var old = await earlier.table.writer(partition: "old")
        try await old.append(batch("old", 0..<5))
        try await earlier.add(
            try await old.finish(at: SourcePosition(through: Timestamp(microseconds: 1), shape: "")), loaded: 0)
        _ = try await earlier.finish()

        let shared = SharedTable(try await open(), recordsOfPart: 4)
        let table = await shared.table
        var changes = table.writer(partition: "old")
        try await changes.append(batch("old", [2]))
        let removal = try await changes.finish(replacing: [2, 3], in: "id", of: table)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for kind in ["a", "b", "c", "d", "e"] {
                group.addTask {
                    var writer = await shared.table.writer(partition: kind)
                    for start in stride(from: Int64(0), to: 30, by: 5) {
                        try await writer.append(batch(kind, start..<(start + 5)))
                        try await shared.add(try await writer.finishPart(at: load(start + 4)), loaded: 5)
                    }
                }
            }
            try await group.waitForAll()
        }
        try await shared.add(removal, loaded: 0)
        #expect(try await shared.finish().report.rows == 5 * 30 + 4)
        for kind in ["a", "b", "c", "d", "e"] { #expect(try await ids(kind) == Array(0..<30)) }
        #expect(try await ids("old") == [0, 1, 2, 4])
    }
}
