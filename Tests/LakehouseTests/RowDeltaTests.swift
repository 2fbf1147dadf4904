import Foundations
import ObjectStore
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

@Suite("Row deltas")
struct RowDeltaTests {
    @Test(
        "after any changes by either strategy the table holds the model's rows", arguments: 1...6 as ClosedRange<UInt64>
    )
    func agreesWithModel(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var lake = PetLake(MemoryStore(name: "store"), isPartitioned: seed.isMultiple(of: 2))
        for step in 0..<40 {
            let type = "0-\(Int.random(in: 1...2, using: &random))"
            var changed: [Int64: Double] = [:]
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                changed[Int64.random(in: 1...200, using: &random)] = Double(step)
            }
            let known = (lake.model[type] ?? [:]).keys.sorted()
            let removed = Set(known.filter { _ in random.chance(0.05) }).subtracting(changed.keys)
            try await lake.change(
                type, set: changed, remove: removed, by: random.chance(0.6) ? .positionDeletes : .copyOnWrite)
            try await lake.expectModel("step \(step)")
            if random.chance(0.15) {
                try await lake.maintain()
                try await lake.expectModel("maintained after step \(step)")
            }
        }
        let deletes = try #require(try await lake.table?.liveFiles().deletes)
        #expect(deletes.count <= 2 * (DeletePlan.foldingCount + 1))
    }

    @Test("one commit takes rows out and brings new ones, under the specification's names")
    func summary() async throws {
        var lake = PetLake(MemoryStore(name: "store"))
        try await lake.change("0-1", set: [1: 1, 2: 2, 3: 3])
        try await lake.change("0-1", set: [2: 20], remove: [3])
        let summary = try #require(lake.table?.currentSnapshot?.summary)
        #expect(summary["operation"] == "overwrite")
        #expect(summary["added-delete-files"] == "1" && summary["added-position-delete-files"] == "1")
        #expect(summary["added-position-deletes"] == "2" && summary["total-position-deletes"] == "2")
        #expect(summary["total-delete-files"] == "1" && summary["total-data-files"] == "2")
        #expect(summary["total-records"] == "4" && lake.table?.currentSnapshot?.totals.rows == 2)
        try await lake.change("0-1", set: [:], remove: [1])
        #expect(lake.table?.currentSnapshot?.summary["operation"] == "delete")
        try await lake.maintain(.compaction)
        let after = try #require(lake.table?.currentSnapshot?.summary)
        #expect(after["operation"] == "replace")
        #expect(after["total-position-deletes"] == "0" && after["total-delete-files"] == "0")
        #expect(after["removed-position-deletes"] == "3" && after["removed-position-delete-files"] == "2")
        try await lake.expectModel()
    }

    @Test("only the key columns of files that may hold a key are fetched")
    func fetchesLittle() async throws {
        let counting = CountingStore(MemoryStore(name: "store"))
        var lake = PetLake(counting)
        for part in 0..<4 as Range<Int64> {
            var writer = try lake.writer()
            for piece in 0..<10 as Range<Int64> {
                let start = part * 1_000_000 + piece * 20_000
                try await writer.append(
                    lake.batch("0-1", (start..<start + 20_000).map { ($0, Double($0.hashValue % 1_000_003) / 7) }))
            }
            try await lake.commit(.append, try await writer.finish())
        }
        let table = try #require(lake.table)
        let total = try await table.dataFiles().reduce(0) { $0 + $1.byteCount }
        let before = counting.counts.bytesRead
        let rows = try await table.locate(RowKeys("objectid", [2_000_005, 2_199_999, 7_000_000]))
        #expect(rows.rowCount == 2)
        #expect(rows.files.map(\.positions) == [[5, 199_999]])
        #expect(counting.counts.bytesRead - before < total / 10)
        var names: [String?] = []
        for try await batch in try table.read(rows, columns: ["name"]) {
            names += (0..<batch.rowCount).map { batch.vectors[0].string($0) }
        }
        #expect(names == ["pet 2000005", "pet 2199999"])
    }

    @Test("rows found in one state are not taken out of another")
    func refusesStaleRows() async throws {
        var lake = PetLake(MemoryStore(name: "store"))
        try await lake.change("0-1", set: [1: 1, 2: 2])
        let old = try #require(lake.table)
        let rows = try await old.locate(RowKeys("objectid", [1]))
        let removal = try await old.remove(rows, by: .positionDeletes, runID: lake.runID())
        try await lake.change("0-1", set: [3: 3])
        let current = try #require(lake.table)
        await #expect(throws: Failure.self) {
            _ = try await current.remove(rows, by: .copyOnWrite, runID: lake.runID())
        }
        await #expect(throws: Failure.self) { try await lake.commit(.rowDelta(removal), []) }
        lake.table = old
        await expectFailure(.conflict) { try await lake.commit(.rowDelta(removal), []) }
        try await old.discard(removal)
        try await lake.expectModel()
    }

    @Test("deletes apply to data of the same commit or older, not to younger files")
    func respectsSequenceNumbers() {
        func file(_ name: String, _ number: Int64, deletes: Bool = false) -> LiveFile {
            var file = paperFile(name)
            file.content = deletes ? 1 : 0
            return LiveFile(file: file, spec: .unpartitioned, sequenceNumber: number)
        }
        let live = LiveFiles(data: [file("a", 1), file("b", 2), file("c", 3)], deletes: [file("d", 2, deletes: true)])
        let path = live.deletes[0].file.path
        let lines = live.data.map { PositionDeletes.Line(dataFile: $0.file.path, positions: [3, 1, 3]) }
        let deletes = PositionDeletes(live, lines: [path: lines + [.init(dataFile: "gone", positions: [1])]])
        #expect(deletes[live.data[0].file.path] == [1, 3] && deletes[live.data[1].file.path] == [1, 3])
        #expect(deletes[live.data[2].file.path].isEmpty)
        #expect(deletes.concerned(by: path) == Set(live.data[..<2].map(\.file.path)))
        #expect(deletes.rows(of: live.data[0].file.path, in: 2..<9) == [1])
    }

    @Test("small tables are rewritten where they are touched, large ones get delete files unless a reader knows none")
    func choosesStrategy() {
        let limit = WriteStrategy.copyOnWriteByteLimit
        #expect(WriteStrategy.suiting(tableByteCount: limit - 1) == .copyOnWrite)
        #expect(WriteStrategy.suiting(tableByteCount: limit) == .positionDeletes)
        #expect(WriteStrategy.suiting(tableByteCount: limit * 9, allowsDeleteFiles: false) == .copyOnWrite)
    }

    @Test("copy-on-write keeps the files that hold none of the rows")
    func rewritesOnlyTouched() async throws {
        var lake = PetLake(MemoryStore(name: "store"))
        try await lake.change("0-1", set: [1: 1, 2: 2])
        try await lake.change("0-1", set: [11: 1, 12: 2])
        let first = try #require(try await lake.table?.dataFiles().first { $0.recordCount == 2 }?.path)
        try await lake.change("0-1", set: [12: 3], by: .copyOnWrite)
        let files = try #require(try await lake.table?.dataFiles())
        #expect(files.count == 2 && files.contains { $0.path == first })
        try await lake.expectModel()
    }
}

@Suite("RowKeys")
struct RowKeysTests {
    @Test("a range that holds a value is never passed over", arguments: 1...20 as ClosedRange<UInt64>)
    func neverHides(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var numbers = ColumnVector(.int64)
        var texts = ColumnVector(.string)
        for _ in 0..<Int.random(in: 1...1500, using: &random) {
            numbers.append(Int64.random(in: -50_000...50_000, using: &random))
            texts.append("k\(Int.random(in: 0...100_000, using: &random))ß")
        }
        for vector in [numbers, texts] {
            var values = KeyValues()
            for row in 0..<vector.count { values.insert(vector, row) }
            let sorted = values.sorted
            for row in 0..<vector.count {
                guard let value = vector.bound(row), let other = vector.bound((row + 7) % vector.count) else {
                    continue
                }
                #expect(sorted.mayMeet(value, value))
                #expect(other.isLess(than: value) ? sorted.mayMeet(other, value) : sorted.mayMeet(value, other))
            }
        }
        var one = KeyValues()
        one.insert(5)
        #expect(!one.sorted.mayMeet(.int64(6), .int64(9)) && !one.sorted.mayMeet(.int64(-9), .int64(4)))
        #expect(one.sorted.mayMeet(nil, .int64(4)))
    }

    @Test("keys of several columns match in any order of columns, never by parts")
    func matchesTuples() throws {
        var keys = RowKeys(columns: ["objecttypeid", "objectid"])
        keys.insert(petBatch("0-1", [1, 2]))
        keys.insert(petBatch("0-2", [3]))
        #expect(keys.count == 3)
        #expect(keys.matches(in: petBatch("0-1", 0...4)) == [1, 2])
        #expect(keys.matches(in: petBatch("0-2", 0...4)) == [3])
        #expect(keys.matches(in: petBatch("0-3", 0...4)).isEmpty)
    }

    @Test("a row without a value in its key has no key")
    func ignoresNulls() {
        var batch = ColumnBatch(columns: [Column("a", .string), Column("b", .int64)])
        batch.vectors[0].appendNull()
        batch.vectors[1].append(Int64(1))
        var keys = RowKeys(columns: ["a", "b"])
        keys.insert(batch)
        #expect(keys.isEmpty && keys.matches(in: batch).isEmpty)
    }
}
