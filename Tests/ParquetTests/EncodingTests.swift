import TestSupport
import Testing

@testable import Parquet

/// Known bytes follow the examples in the Parquet format's `Encodings.md`.
@Suite struct EncodingTests {
    @Test("the format's example of bit packing: 0 to 7 in three bits")
    func packedExample() throws {
        var bytes: [UInt8] = []
        RunLengthEncoding.append(([0, 1, 2, 3, 4, 5, 6, 7] as [UInt32])[...], bitWidth: 3, to: &bytes)
        #expect(bytes == [0x03, 0b1000_1000, 0b1100_0110, 0b1111_1010])
        var cursor = ByteCursor(bytes)
        #expect(try RunLengthEncoding.decode(8, bitWidth: 3, from: &cursor) == [0, 1, 2, 3, 4, 5, 6, 7])
    }

    @Test("eight equal values become a run")
    func runExample() {
        var bytes: [UInt8] = []
        RunLengthEncoding.append(ArraySlice(repeatElement(UInt32(300), count: 100)), bitWidth: 9, to: &bytes)
        #expect(bytes == [0xC8, 0x01, 0x2C, 0x01])
    }

    @Test("runs and packed groups mix, at every bit width", arguments: 0...32)
    func hybrid(bitWidth: Int) throws {
        var generator = SeededGenerator(seed: UInt64(bitWidth))
        let limit = bitWidth == 32 ? UInt32.max : (1 << UInt32(bitWidth)) - 1
        for _ in 0..<30 {
            var values: [UInt32] = []
            for _ in 0..<Int.random(in: 0..<12, using: &generator) {
                let value = UInt32.random(in: 0...limit, using: &generator)
                values += Array(repeating: value, count: Int.random(in: 1..<20, using: &generator))
            }
            var bytes: [UInt8] = []
            RunLengthEncoding.append(values[...], bitWidth: bitWidth, to: &bytes)
            var cursor = ByteCursor(bytes)
            #expect(try RunLengthEncoding.decode(values.count, bitWidth: bitWidth, from: &cursor) == values)
            #expect(cursor.remaining == 0)
        }
    }

    @Test("the format's example of delta encoding: 7, 5, 3, 1, 2, 3, 4, 5")
    func deltaExample() throws {
        // Block of 128 in 4 miniblocks, 8 values, first 7; smallest delta -2, deltas 0 0 0 3 3 3 3 in two bits.
        let bytes: [UInt8] = [
            0x80, 0x01, 0x04, 0x08, 0x0E, 0x03, 0x02, 0x00, 0x00, 0x00, 0xC0, 0x3F, 0, 0, 0, 0, 0, 0,
        ]
        var cursor = ByteCursor(bytes)
        #expect(try DeltaEncoding.integers(8, from: &cursor) == [7, 5, 3, 1, 2, 3, 4, 5])
    }

    @Test("the format's example of snappy-like copies: a copy may overlap itself")
    func snappyOverlap() throws {
        // Length 10, the literal "ab", then 8 bytes from 2 back.
        let bytes: [UInt8] = [10, 0b0000_0100, 0x61, 0x62, 0b0001_0001, 2]
        #expect(try Snappy.decompress(ByteCursor(bytes), to: 10) == Array("ababababab".utf8))
        #expect(throws: ParquetError.self) { try Snappy.decompress(ByteCursor(bytes), to: 11) }
        #expect(throws: ParquetError.self) { try Snappy.decompress(ByteCursor([4, 0b0000_0001, 1]), to: 4) }
    }

    @Test("codecs give back what they took, and refuse another size", arguments: [0, 1, 100, 70_000])
    func codecs(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 3) }
        let zstd = ZstdCompressor()
        for codec in [
            CompressionCodec.uncompressed, .gzip(level: 1), .gzip(level: 9), .zstd(level: 1), .zstd(level: 9),
        ] {
            let compressed = ByteCursor(try codec.compress(bytes, with: zstd))
            let back = try codec.id.decompress(compressed, to: count)
            #expect(Array(back.bytes[back.position..<back.end]) == bytes)
            #expect(throws: ParquetError.self) { try codec.id.decompress(compressed, to: count + 1) }
            if count > 0 { #expect(throws: ParquetError.self) { try codec.id.decompress(compressed, to: count - 1) } }
        }
    }

    @Test("several gzip members are one stream")
    func gzipMembers() throws {
        let members = try Gzip.compress(Array("one".utf8), level: 6) + Gzip.compress(Array("two".utf8), level: 6)
        #expect(try Gzip.decompress(ByteCursor(members), to: 6) == Array("onetwo".utf8))
    }

    @Test("the checksum is gzip's CRC-32: the standard's check value")
    func checksum() {
        #expect(crc32(of: Array("123456789".utf8), 0..<9) == 0xCBF4_3926)
    }

    @Test(
        "decimals take the fewest bytes that hold their digits",
        arguments: [(19, 9), (20, 9), (21, 9), (22, 10), (38, 16)])
    func decimalWidths(precision: Int, bytes: Int) {
        #expect(StoredColumn.bytesNeeded(forPrecision: precision) == bytes)
    }

    @Test("a big-endian decimal may have sign bytes to spare, not other ones")
    func bigEndian() throws {
        #expect(try StoredColumn.integer(bigEndian: [0xFF, 0xFE]) == -2)
        #expect(try StoredColumn.integer(bigEndian: []) == 0)
        #expect(try StoredColumn.integer(bigEndian: ArraySlice(Array(repeating: 0xFF, count: 20))) == -1)
        #expect(throws: ParquetError.self) {
            try StoredColumn.integer(bigEndian: ArraySlice([1] + Array(repeating: 0, count: 16)))
        }
    }
}
