import Foundations
import ObjectStore
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

@Suite("DataFileWriter")
struct DataFileWriterTests {
    private let store = MemoryStore(name: "store")

    @Test("rows come back through a commit, and the manifest says what is in the file")
    func writes() async throws {
        var writer = try writer()
        try await writer.append(petBatch("0-1", 1...90))
        #expect(try await store.listAll("").isEmpty)
        let files = try await writer.finish()
        let file = try #require(files.first)
        #expect(files.count == 1)
        #expect(file.recordCount == 90)
        let name = /memory:\/\/store\/pets\/data\/20261125T100000000Z-[0-9a-f]{8}-00000-[0-9a-f]{8}\.parquet/
        let match = try name.wholeMatch(in: file.path)
        #expect(match != nil)
        #expect(file.valueCounts == [1: 90, 2: 90, 3: 90, 4: 90])
        #expect(file.nullCounts == [1: 0, 2: 0, 3: 30, 4: 0])
        #expect(file.nanCounts == [4: 0])
        #expect(file.lowerBounds[2] == BoundBytes.serialise(.int64(1)))
        #expect(file.upperBounds[2] == BoundBytes.serialise(.int64(90)))
        #expect(file.upperBounds[3] == Array("größe 89".utf8))
        let stored = try await store.get(String(file.path.dropFirst("memory://store/".count)))
        #expect(stored.size == file.byteCount)
        let table = try await commit(files)
        #expect(try await rows(of: table).count == 90)
        #expect(try await rows(of: table).contains("0-1|7|größe 7|1.75"))
    }

    @Test("files roll at the target size, and no row is lost between them")
    func rolls() async throws {
        var writer = try writer(targetByteCount: 2000)
        for start in stride(from: Int64(0), to: 3000, by: 100) {
            try await writer.append(petBatch("0-1", start..<start + 100))
        }
        let files = try await writer.finish()
        #expect(files.count > 3)
        #expect(Set(files.map(\.path)).count == files.count)
        #expect(files.reduce(0) { $0 + $1.recordCount } == 3000)
        let table = try await commit(files)
        var ids: Set<Int64> = []
        for try await batch in try await table.read(columns: ["objectid"]) {
            #expect(batch.columns.map(\.name) == ["objectid"])
            ids.formUnion(batch.vectors[0].int64s)
        }
        #expect(ids == Set(0..<3000))
    }

    @Test("each partition has its own files, however their batches mix")
    func partitions() async throws {
        var writer = try writer(partition: "objecttypeid")
        for start in stride(from: Int64(0), to: 40, by: 10) {
            try await writer.append(petBatch(start % 20 == 0 ? "0-1" : "2-7", start..<start + 10))
        }
        let files = try await writer.finish()
        #expect(files.map(\.partitionValue) == ["0-1", "2-7"])
        #expect(files.map(\.recordCount) == [20, 20])
        var mixed = petBatch("0-1", [1])
        mixed.append(petBatch("0-2", [2]))
        #expect(await refuses(writer, mixed))
    }

    @Test("columns are matched by name, missing ones are null, unknown ones refused")
    func aligns() async throws {
        var writer = try writer(more: [FieldRequest("color", .string)])
        var batch = petBatch("0-1", 1...3)
        batch.columns.reverse()
        batch.vectors.reverse()
        try await writer.append(batch)
        let files = try await writer.finish()
        #expect(files.first?.nullCounts[5] == 3)
        #expect(files.first?.lowerBounds[5] == nil)
        batch.columns[0].name = "unknown"
        #expect(await refuses(writer, batch))
        batch.columns[0] = Column("weight", .int64)
        #expect(await refuses(writer, batch))
    }

    @Test("no rows, no files")
    func writesNothing() async throws {
        var writer = try writer()
        try await writer.append(petBatch("0-1", []))
        #expect(try await writer.finish().isEmpty)
        #expect(try await store.listAll("").isEmpty)
    }

    @Test("discarding removes what was put")
    func discards() async throws {
        var writer = try writer(targetByteCount: 1000)
        for start in stride(from: Int64(0), to: 1000, by: 100) {
            try await writer.append(petBatch("0-1", start..<start + 100))
        }
        let put = try await store.listAll("")
        #expect(!put.isEmpty)
        try await writer.discard()
        #expect(try await store.listAll("").isEmpty)
        #expect(try await writer.finish().isEmpty)
    }

    @Test("a column with NaN has no bounds, but its count")
    func handlesNaN() async throws {
        var batch = petBatch("0-1", 1...3)
        batch.vectors[3] = ColumnVector(.double)
        for value in [1, Double.nan, 2] { batch.vectors[3].append(value) }
        var writer = try writer()
        try await writer.append(batch)
        let file = try #require(try await writer.finish().first)
        #expect(file.nanCounts[4] == 1)
        #expect(file.lowerBounds[4] == nil && file.upperBounds[4] == nil)
    }

    @Test("bounds stand for the key, times and the first 100 columns")
    func choosesBounds() throws {
        var fields = (0..<150).map { FieldRequest("c\($0)", .string) }
        fields += [FieldRequest("when", .timestamp), FieldRequest("id", .int64, isRequired: true)]
        let schema = try TableSchema.evolve(nil, to: fields, key: ["id"])
        #expect(DataFile.boundedFieldIDs(of: schema) == Set(1...100).union([151, 152]))
    }

    @Test("a file that does not hold what was written is refused")
    func verifies() throws {
        let batch = petBatch("0-1", 1...50).asFile(try petSchema())
        func file(_ batch: ColumnBatch) throws -> ParquetFile {
            var writer = ParquetWriter(columns: batch.columns)
            try writer.append(batch)
            return try writer.finish()
        }
        var expected = FileVerification()
        expected.add(batch, stable: ContentDigest(of: batch, excluding: ["ingestedat"]))
        try expected.check(file(batch))
        var changed = batch
        changed.vectors[3] = ColumnVector(.double)
        for row in 0..<50 { changed.vectors[3].append(row == 20 ? -1 : batch.vectors[3].doubles[row]) }
        var damaged = try file(batch)
        damaged.bytes[damaged.bytes.count / 3] ^= 1
        for wrong in [try file(changed), try file(petBatch("0-1", 1...49).asFile(petSchema())), damaged] {
            #expect(throws: Failure.self) { try expected.check(wrong) }
        }
    }

    @Test("a wrong time of ingestion is seen, although the digest leaves it out")
    func verifiesIngestionTime() throws {
        func batch(_ time: Int64) -> ColumnBatch {
            var batch = ColumnBatch(columns: [Column("id", .int64), Column("ingestedat", .timestamp)])
            batch.vectors[0].append(1 as Int64)
            batch.vectors[1].append(time)
            return batch
        }
        var expected = FileVerification()
        expected.add(batch(1), stable: ContentDigest(of: batch(1), excluding: ["ingestedat"]))
        var writer = ParquetWriter(columns: batch(2).columns)
        try writer.append(batch(2))
        let file = try writer.finish()
        #expect(throws: Failure.self) { try expected.check(file) }
    }

    // MARK: Parts

    private func writer(
        more: [FieldRequest] = [], partition: String? = nil, targetByteCount: Int = 1 << 20
    ) throws -> DataFileWriter {
        var generator = SeededGenerator(seed: 1)
        return DataFileWriter(
            schema: try petSchema(more), partitionColumn: partition, folder: "pets", store: store,
            runID: RunID(start: morning, using: &generator), targetByteCount: targetByteCount, salt: 1)
    }

    private func refuses(_ writer: DataFileWriter, _ batch: ColumnBatch) async -> Bool {
        var writer = writer
        do {
            try await writer.append(batch)
            return false
        } catch {
            return error is Failure
        }
    }

    private func commit(_ files: [DataFile]) async throws -> LakehouseTable {
        var generator = SeededGenerator(seed: 1)
        return try await LakehouseTable.commit(
            TableChange(schema: petSchema(), operation: .append, addedFiles: files), onto: nil, folder: "pets",
            to: store,
            at: morning, using: &generator)
    }
}

extension ColumnBatch {
    /// With a schema's columns, field ids included.
    func asFile(_ schema: TableSchema) -> ColumnBatch {
        var batch = self
        batch.columns = schema.columns
        return batch
    }
}
