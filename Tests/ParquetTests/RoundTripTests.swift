import Parquet
import TestSupport
import Testing

/// Our reader against our writer; other engines check both in `Tests/EndToEnd/test_parquet_oracles.py`.
@Suite struct RoundTripTests {
    @Test("what was written is read back, whatever the layout", arguments: 0..<60)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let rowCount = [0, 1, 7, 8, 9, 100, 2000].randomElement(using: &generator) ?? 1
        let batch = RandomTables.batch(
            rowCount: rowCount, columns: Int.random(in: 1...8, using: &generator), using: &generator)
        var options = ParquetWriter.Options()
        options.codec = [.uncompressed, .gzip(), .zstd()].randomElement(using: &generator) ?? .uncompressed
        options.rowGroupRowLimit = [3, 100, 131_072].randomElement(using: &generator) ?? 3
        options.pageByteTarget = [1, 60, 5000].randomElement(using: &generator) ?? 1
        options.dictionaryByteLimit = [0, 50, 1 << 20].randomElement(using: &generator) ?? 0
        var writer = ParquetWriter(columns: batch.columns, options: options)
        try writer.append(batch)
        let file = try writer.finish()
        let reader = try ParquetReader(file.bytes)
        #expect(reader.columns == batch.columns)
        #expect(reader.rowCount == rowCount && file.rowCount == rowCount)
        #expect(isSame(try reader.readAll(), batch))
    }

    @Test("the same rows give the same bytes, however they are cut into batches")
    func determinism() throws {
        var generator = SeededGenerator(seed: 7)
        let batch = RandomTables.batch(rowCount: 3000, columns: 6, using: &generator)
        var whole = ParquetWriter(columns: batch.columns)
        try whole.append(batch)
        var pieces = ParquetWriter(columns: batch.columns)
        for start in stride(from: 0, to: 3000, by: 70) { try pieces.append(batch.slice(start..<min(3000, start + 70))) }
        #expect(try whole.finish() == pieces.finish())
    }

    @Test("chosen columns come in the file's order, whatever the set's")
    func projection() throws {
        var generator = SeededGenerator(seed: 8)
        let batch = RandomTables.batch(rowCount: 50, columns: 5, using: &generator)
        var writer = ParquetWriter(columns: batch.columns)
        try writer.append(batch)
        let reader = try ParquetReader(try writer.finish().bytes)
        let read = try reader.readAll(columns: ["c3", "c1"])
        #expect(read.columns.map(\.name) == ["c1", "c3"])
        #expect(throws: ParquetError.self) { try reader.readAll(columns: ["nowhere"]) }
        #expect(throws: ParquetError.self) { try reader.read(rowGroup: 1) }
    }
}
