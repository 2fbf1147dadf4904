import Avro
import Foundations
import ObjectStore
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

@Suite("CompactionPlan")
struct CompactionPlanTests {
    private func file(_ name: String, bytes: Int, rows: Int = 1000, partition: String? = nil) -> LiveFile {
        var file = paperFile(name, rows: rows, partition: partition)
        file.byteCount = bytes
        return LiveFile(file: file, spec: .unpartitioned, sequenceNumber: 1)
    }

    private func plan(_ files: [LiveFile], deleted: [String: Int] = [:]) -> [[String]] {
        let plan = CompactionPlan(
            files, deletedCount: { deleted[self.name($0.path)] ?? 0 }, sortField: nil, settings: CompactionSettings())
        return plan.groups.map { $0.files.map { name($0.file.path) } }
    }

    private func name(_ path: String) -> String { String(path.split(separator: "/").last?.dropLast(8) ?? "") }

    @Test("a file is written again when a tenth of its rows is deleted, by itself")
    func rewritesWorn() {
        let files = [file("a", bytes: 100 << 20), file("b", bytes: 100 << 20), file("c", bytes: 100 << 20)]
        #expect(plan(files, deleted: ["a": 100, "b": 99]) == [["a"]])
        #expect(plan(files).isEmpty)
    }

    @Test("small files wait for companions of their size, then take the smaller ones along")
    func joinsTiers() {
        let tiny = (0..<7).map { file("t\($0)", bytes: 100 << 10) }
        let medium = (0..<8).map { file("m\($0)", bytes: 3 << 20) }
        #expect(plan(tiny).isEmpty)
        #expect(plan(tiny + [medium[0]]).isEmpty)
        let joined = plan(tiny + medium + [file("big", bytes: 90 << 20)])
        #expect(joined.count == 1 && joined[0].count == 15)
    }

    @Test("files of two partitions, or of more than a target's bytes, are not joined")
    func separates() {
        let types = (0..<16).map { file("f\($0)", bytes: 1000, partition: "0-\($0 % 2)") }
        let groups = plan(types)
        #expect(groups.map(\.count) == [8, 8])
        let large = (0..<8).map { file("l\($0)", bytes: 40 << 20, rows: 1_000_000) }
        #expect(plan(large).map(\.count) == [3, 3, 2])
    }

    @Test("no more files are joined at a time than their row groups have room in memory")
    func boundsMemory() {
        // Parts of a first load: each is one row group, and each spans all ids.
        let parts = (0..<20).map { file("p\($0)", bytes: 11 << 20, rows: 50_000) }
        #expect(plan(parts).map(\.count) == [5, 5, 5, 5])
        let grouped = (0..<20).map { file("g\($0)", bytes: 11 << 20, rows: 500_000) }
        #expect(plan(grouped).map(\.count) == [11, 9])
    }

    @Test("a thousand small commits cost each row few rewrites and leave few files", arguments: [1, 2] as [UInt64])
    func amplification(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var files: [LiveFile] = []
        var (written, rewritten) = (0, 0)
        for commit in 0..<1000 {
            let bytes = Int.random(in: 50 << 10...400 << 10, using: &random)
            files.append(file("c\(commit)", bytes: bytes))
            written += bytes
            let plan = CompactionPlan(
                files, deletedCount: { _ in 0 }, sortField: nil, settings: CompactionSettings())
            for (index, group) in plan.groups.enumerated() {
                rewritten += group.byteCount
                files.removeAll { file in group.files.contains { $0.file.path == file.file.path } }
                let rows = group.files.reduce(0) { $0 + $1.file.recordCount }
                files.append(file("r\(commit)-\(index)", bytes: group.byteCount, rows: rows))
            }
            #expect(files.count <= 32)
        }
        #expect(rewritten < 4 * written)
    }

    @Test("sorted inputs give a sorted output; each row once", arguments: 1...5 as ClosedRange<UInt64>)
    func mergesSorted(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var lake = PetLake(MemoryStore(name: "store"))
        for step in 0..<9 {
            var changed: [Int64: Double] = [:]
            for _ in 0..<300 { changed[Int64.random(in: 1...5000, using: &random)] = Double(step) }
            try await lake.change("0-1", set: changed)
        }
        let outcome = try await lake.maintain(.compaction)
        #expect(outcome.rewritten.objects == 9 && outcome.written.objects == 1)
        try await lake.expectModel()
        var ids: [Int64] = []
        for try await batch in try #require(try await lake.table?.read(columns: ["objectid"])) {
            ids += batch.vectors[0].int64s
        }
        #expect(ids == ids.sorted())
        #expect(lake.table?.cursor?.hasPrefix("cursor") == true, "a compaction does not lose the cursor")
    }
}
