import Foundations
import Lakehouse
import ObjectStore
import Parquet
import Tables
import TestSupport
import Testing

@testable import Sync

@Suite("OpenTable")
struct OpenTableTests {
    private let store = MemoryStore(name: "lake")
    private let clock = ManualClock()

    private func definition(_ extra: [TableColumn] = [], partitioned: Bool = false) -> TableDefinition {
        TableDefinition(
            name: "things", comment: "Things.",
            columns: [
                TableColumn("kind", .string, isRequired: true, comment: "Kind."),
                TableColumn("id", .int64, isRequired: true, comment: "Id."),
                TableColumn("value", .string, comment: "Value."),
                TableColumn("ingestedat", .timestamp, comment: "When."),
            ] + extra, partitionColumn: partitioned ? "kind" : nil)
    }

    private func context(_ store: any ObjectStore) -> OpenTable.Context {
        var random = SeededGenerator(seed: 1)
        return .init(
            store: store, runID: RunID(start: clock.now(), using: &random), clock: clock, dataFileByteCount: 1 << 20)
    }

    private func batch(
        _ definition: TableDefinition, kind: String, _ rows: [(Int64, String?)], at: Int64
    ) -> ColumnBatch {
        var batch = definition.emptyBatch
        for (id, value) in rows {
            batch.vectors[0].append(kind)
            batch.vectors[1].append(id)
            if let value { batch.vectors[2].append(value) } else { batch.vectors[2].appendNull() }
            batch.vectors[3].append(at)
            for index in 4..<batch.vectors.count { batch.vectors[index].appendNull() }
        }
        return batch
    }

    private func write(
        _ definition: TableDefinition, kinds: [String: [(Int64, String?)]], at time: Int64 = 1,
        to target: (any ObjectStore)? = nil
    ) async throws -> CommittedTable {
        let table = try await OpenTable.open(definition, context(target ?? store))
        var parts: [WrittenRows] = []
        for (kind, rows) in kinds.sorted(by: { $0.key < $1.key }) {
            var writer = table.writer(partition: definition.partitionColumn == nil ? nil : kind)
            try await writer.append(batch(definition, kind: kind, rows, at: time))
            parts.append(try await writer.finish())
        }
        return try await table.commit(parts)
    }

    private func rows() async throws -> [String] {
        let table = try #require(try await LakehouseTable.load(folder: "things", from: store))
        var rows: [String] = []
        for try await batch in try await table.read() {
            for row in 0..<batch.rowCount {
                let (kind, id) = (batch["kind"]?.string(row) ?? "", batch["id"]?.int64s[row] ?? 0)
                rows.append("\(kind) \(id) \(batch["value"]?.string(row) ?? "null")")
            }
        }
        return rows.sorted()
    }

    @Test("the same rows in another order and at another time are not written again")
    func unchanged() async throws {
        let first = try await write(definition(), kinds: ["a": [(1, "x"), (2, nil)]], at: 1)
        #expect(first.report.outcome == .committed)
        let counting = CountingStore(store)
        let second = try await write(definition(), kinds: ["a": [(2, nil), (1, "x")]], at: 2, to: counting)
        #expect(second.report.outcome == .unchanged)
        #expect(second.report.rows == 2)
        #expect(counting.counts.puts == 0 && counting.counts.deletes == 0)
        #expect(second.entry.snapshotID == first.entry.snapshotID)
        #expect(second.entry.runID == first.entry.runID)
    }

    @Test("a changed value, a row less and a null where a value was are each written")
    func changed() async throws {
        _ = try await write(definition(), kinds: ["a": [(1, "x"), (2, "y")]])
        for next in [[(1, "x"), (2, "z")], [(1, "x")], [(1, nil)]] as [[(Int64, String?)]] {
            #expect(try await write(definition(), kinds: ["a": next]).report.outcome == .committed)
            #expect(try await rows() == next.map { "a \($0.0) \($0.1 ?? "null")" })
        }
    }

    @Test("a new column without values changes the table's schema and keeps its files")
    func newColumn() async throws {
        let first = try await write(definition(), kinds: ["a": [(1, "x")]])
        let wider = definition([TableColumn("later", .double, comment: "Later.")])
        let counting = CountingStore(store)
        let second = try await write(wider, kinds: ["a": [(1, "x")]], to: counting)
        #expect(second.report.outcome == .committed)
        #expect(second.entry.snapshotID == first.entry.snapshotID)
        let table = try #require(try await LakehouseTable.load(folder: "things", from: store))
        #expect(table.schema["later"] != nil)
        #expect(try await rows() == ["a 1 x"])
        #expect(try await store.listAll("things/data/").count == 1)
        #expect(try await write(wider, kinds: ["a": [(1, "x")]]).report.outcome == .unchanged)
    }

    @Test("parts that were not read keep their rows; only changed parts are written")
    func partitions() async throws {
        let definition = definition(partitioned: true)
        _ = try await write(definition, kinds: ["a": [(1, "x")], "b": [(1, "y")]])
        let files = try await store.listAll("things/data/").count
        _ = try await write(definition, kinds: ["b": [(1, "y"), (2, "z")]])
        #expect(try await rows() == ["a 1 x", "b 1 y", "b 2 z"])
        #expect(try await store.listAll("things/data/").count == files + 1)
        #expect(
            try await write(definition, kinds: ["a": [(1, "x")], "b": [(1, "y"), (2, "z")]]).report.outcome
                == .unchanged)
    }

    @Test("a table without rows exists with its full schema")
    func empty() async throws {
        let committed = try await write(definition(), kinds: ["a": []])
        #expect(committed.report.outcome == .committed)
        #expect(committed.report.rows == 0)
        let table = try #require(try await LakehouseTable.load(folder: "things", from: store))
        #expect(table.schema.fields.map(\.name) == ["kind", "id", "value", "ingestedat"])
        #expect(try await write(definition(), kinds: ["a": []]).report.outcome == .unchanged)
    }

    @Test("rows that are given up leave no file behind")
    func abandons() async throws {
        let table = try await OpenTable.open(definition(), context(store))
        var writer = table.writer()
        try await writer.append(batch(definition(), kind: "a", [(1, "x")], at: 1))
        try await writer.abandon()
        #expect(try await store.listAll("").isEmpty)
    }
}
