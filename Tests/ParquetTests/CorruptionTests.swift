import Parquet
import TestSupport
import Testing

/// Damaged files must throw or be read, never stop the process: the tests pass if they end.
@Suite struct CorruptionTests {
    /// Small limits, so that damage which claims much is refused instead of tried.
    private static let limits: ParquetReader.Limits = {
        var limits = ParquetReader.Limits()
        limits.rowGroupRowCount = 100_000
        limits.pageByteCount = 1 << 22
        limits.columnByteCount = 1 << 22
        return limits
    }()

    private func file(seed: UInt64) throws -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        let batch = RandomTables.batch(rowCount: 120, columns: 6, using: &generator)
        var options = ParquetWriter.Options()
        options.codec = [.uncompressed, .gzip(), .zstd()][Int(seed % 3)]
        options.rowGroupRowLimit = 50
        options.pageByteTarget = 200
        options.dictionaryByteLimit = [0, 1 << 20][Int(seed % 2)]
        var writer = ParquetWriter(columns: batch.columns, options: options)
        try writer.append(batch)
        return try writer.finish().bytes
    }

    /// Reads all that can be read; says whether all could.
    private func isReadable(_ bytes: [UInt8]) -> Bool {
        guard let reader = try? ParquetReader(bytes, limits: Self.limits) else { return false }
        var isReadable = true
        for index in reader.rowGroups.indices {
            for column in reader.columns {
                isReadable = (try? reader.read(rowGroup: index, columns: [column.name])) != nil && isReadable
                _ = try? reader.rowGroups(matching: ColumnPredicate(column.name, .isNotNull))
            }
        }
        return isReadable
    }

    @Test("flipped bytes", arguments: 0..<6)
    func flips(seed: UInt64) throws {
        let whole = try file(seed: seed)
        #expect(isReadable(whole))
        var generator = SeededGenerator(seed: 500 + seed)
        var refused = 0
        for _ in 0..<1500 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(
                    in: 1...255, using: &generator)
            }
            if !isReadable(bytes) { refused += 1 }
        }
        #expect(refused > 750)
    }

    /// Without this, checksums would shield the decoders from the damage.
    @Test("flipped bytes in the footer and page headers only", arguments: 0..<6)
    func headerFlips(seed: UInt64) throws {
        let whole = try file(seed: seed)
        var generator = SeededGenerator(seed: 600 + seed)
        for _ in 0..<1500 {
            var bytes = whole
            let at = bytes.count - 1 - Int.random(in: 0..<min(bytes.count, 3000), using: &generator)
            bytes[at] = UInt8.random(in: 0...255, using: &generator)
            _ = isReadable(bytes)
        }
    }

    /// Most of these have no checksums, so the damage reaches the decoders.
    @Test("flipped bytes in files of other engines", arguments: ForeignFiles.all)
    func foreignFlips(whole: [UInt8]) {
        #expect(isReadable(whole))
        var generator = SeededGenerator(seed: UInt64(whole.count))
        for _ in 0..<2500 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[at] =
                    generator.chance(0.5)
                    ? bytes[at] ^ (1 << UInt8.random(in: 0...7, using: &generator))
                    : UInt8.random(in: 0...255, using: &generator)
            }
            _ = isReadable(bytes)
        }
    }

    @Test("files cut off at every length")
    func truncations() throws {
        let whole = try file(seed: 3)
        for length in 0..<whole.count { #expect(!isReadable(Array(whole[..<length]))) }
    }

    @Test("parts of one file put into another", arguments: 0..<3)
    func splices(seed: UInt64) throws {
        let one = try file(seed: seed)
        let two = try file(seed: seed + 10)
        var generator = SeededGenerator(seed: 700 + seed)
        for _ in 0..<800 {
            let length = Int.random(in: 1..<200, using: &generator)
            let from = Int.random(in: 0..<(two.count - length), using: &generator)
            let to = Int.random(in: 0..<(one.count - length), using: &generator)
            var bytes = one
            bytes.replaceSubrange(to..<(to + length), with: two[from..<(from + length)])
            _ = isReadable(bytes)
        }
    }
}
