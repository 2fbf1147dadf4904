import TestSupport
import Testing

@testable import Parquet

/// Decoders on random bytes, without checksums or headers in between: the tests pass if they end.
@Suite struct DecoderFuzzTests {
    @Test("value decoders take any bytes", arguments: 0..<20)
    func values(seed: UInt64) {
        var generator = SeededGenerator(seed: 900 + seed)
        let encodings: [Encoding] = [
            .plain, .runLength, .deltaBinaryPacked, .deltaLengthByteArray, .deltaByteArray, .byteStreamSplit,
        ]
        for _ in 0..<2000 {
            let stored = StoredColumn(
                writing: Column("v", RandomTables.types.randomElement(using: &generator) ?? .string))
            let bytes = randomBytes(using: &generator)
            var cursor = ByteCursor(bytes)
            let decoding = ValueDecoding(stored: stored, byteLimit: 1 << 20)
            let encoding = encodings.randomElement(using: &generator) ?? .plain
            let count = [0, 1, 8, 33, 1000, Int(Int32.max)].randomElement(using: &generator) ?? 0
            // Delta encodings and runs may claim many values; those of a page are bounded by the row group's rows.
            let bounded = encoding == .plain || encoding == .byteStreamSplit ? count : min(count, 100_000)
            if let vector = try? decoding.values(bounded, encoding, from: &cursor) { #expect(vector.count == bounded) }
        }
    }

    @Test("run lengths and codecs take any bytes", arguments: 0..<20)
    func runsAndCodecs(seed: UInt64) {
        var generator = SeededGenerator(seed: 950 + seed)
        for _ in 0..<2000 {
            let bytes = randomBytes(using: &generator)
            var cursor = ByteCursor(bytes)
            let bitWidth = Int.random(in: -1...40, using: &generator)
            let count = Int.random(in: 0...50_000, using: &generator)
            if let values = try? RunLengthEncoding.decode(count, bitWidth: bitWidth, from: &cursor) {
                #expect(values.count == count)
            }
            let size = Int.random(in: 0...5000, using: &generator)
            for codec in [CodecID.snappy, .gzip, .zstd] { _ = try? codec.decompress(ByteCursor(bytes), to: size) }
            // A right length, so that snappy goes on to its tags.
            var snappy: [UInt8] = []
            snappy.append(varint: UInt64(size))
            _ = try? Snappy.decompress(ByteCursor(snappy + bytes), to: size)
        }
    }

    /// Small numbers are more likely, since they look like lengths.
    private func randomBytes(using generator: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 0..<120, using: &generator)).map { _ in
            generator.chance(0.4) ? UInt8.random(in: 0...8, using: &generator) : .random(in: 0...255, using: &generator)
        }
    }
}
