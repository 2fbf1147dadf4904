import TestSupport
import Testing

@testable import Parquet

@Suite("Reading a file by parts")
struct PartialReadingTests {
    private func file(seed: UInt64) throws -> ParquetFile {
        var generator = SeededGenerator(seed: seed)
        let batch = RandomTables.batch(rowCount: 700, columns: 9, using: &generator)
        var options = ParquetWriter.Options()
        options.rowGroupRowLimit = 200
        var writer = ParquetWriter(columns: batch.columns, options: options)
        try writer.append(batch)
        return try writer.finish()
    }

    @Test("some columns, fetched by their range, are those of the whole file", arguments: 1...10 as ClosedRange<UInt64>)
    func agrees(seed: UInt64) throws {
        let bytes = try file(seed: seed).bytes
        let whole = try ParquetReader(bytes)
        let footer = try ParquetReader.footerByteCount(tail: Array(bytes.suffix(64)))
        let part = try ParquetReader(tail: Array(bytes.suffix(footer)), fileByteCount: bytes.count)
        #expect(part.rowGroups == whole.rowGroups && part.columns == whole.columns)
        for group in whole.rowGroups.indices {
            for names in [Set(whole.columns.prefix(2).map(\.name)), [whole.columns[5].name]] {
                let range = try part.byteRange(rowGroup: group, columns: names)
                #expect(range.count < bytes.count / 2)
                let read = try part.read(
                    rowGroup: group, columns: names, from: Array(bytes[range]), startingAt: range.lowerBound)
                #expect(isSame(read, try whole.read(rowGroup: group, columns: names)))
            }
        }
    }

    @Test("the wrong part, a short end and a strange size are errors")
    func refuses() throws {
        let bytes = try file(seed: 3).bytes
        let footer = try ParquetReader.footerByteCount(tail: Array(bytes.suffix(8)))
        #expect(throws: ParquetError.self) {
            try ParquetReader(tail: Array(bytes.suffix(footer - 1)), fileByteCount: bytes.count)
        }
        #expect(throws: ParquetError.self) { try ParquetReader(tail: bytes, fileByteCount: 10) }
        #expect(throws: ParquetError.self) { try ParquetReader.footerByteCount(tail: [1, 2, 3]) }
        let part = try ParquetReader(tail: Array(bytes.suffix(footer)), fileByteCount: bytes.count)
        let name = part.columns[0].name
        let range = try part.byteRange(rowGroup: 1, columns: [name])
        #expect(throws: ParquetError.self) {
            try part.read(
                rowGroup: 1, columns: [name], from: Array(bytes[range].dropLast()), startingAt: range.lowerBound)
        }
        #expect(throws: ParquetError.self) {
            try part.read(rowGroup: 1, columns: [name], from: Array(bytes[range]), startingAt: range.upperBound)
        }
        #expect(throws: ParquetError.self) { try part.byteRange(rowGroup: 9, columns: [name]) }
        #expect(throws: ParquetError.self) { try part.byteRange(rowGroup: 0, columns: ["nothing"]) }
    }
}
