/// How the writer compresses pages.
public enum CompressionCodec: Sendable, Hashable {
    /// Not at all.
    case uncompressed
    /// zlib's DEFLATE in the gzip format; level 1 (fast) to 9 (small).
    case gzip(level: Int32 = 6)
    /// Zstandard; level 1 (fast) to 19 (small).
    case zstd(level: Int32 = 1)

    var id: CodecID {
        switch self {
        case .uncompressed: .uncompressed
        case .gzip: .gzip
        case .zstd: .zstd
        }
    }

    func compress(_ bytes: [UInt8], with zstd: borrowing ZstdCompressor) throws(ParquetError) -> [UInt8] {
        switch self {
        case .uncompressed: bytes
        case .gzip(let level): try Gzip.compress(bytes, level: level)
        case .zstd(let level): try zstd.compress(bytes, level: level)
        }
    }
}

extension CodecID {
    /// The `count` bytes that `cursor`'s rest holds compressed; anything but exactly `count` is an error.
    func decompress(_ cursor: ByteCursor, to count: Int) throws(ParquetError) -> ByteCursor {
        switch self {
        case .uncompressed:
            guard cursor.remaining == count else { throw .corrupt("an uncompressed page of another size than it says") }
            return cursor
        case .snappy: return ByteCursor(try Snappy.decompress(cursor, to: count))
        case .gzip: return ByteCursor(try Gzip.decompress(cursor, to: count))
        case .zstd: return ByteCursor(try ZstdCompressor.decompress(cursor, to: count))
        case .lzo, .brotli, .lz4, .lz4Raw: throw .unsupported("the codec \(self)")
        }
    }
}
