/// The end of a file: metadata, its length in four bytes, magic.
enum Footer {
    static func decode(_ bytes: [UInt8]) throws(ParquetError) -> FileMetadata {
        let magic = FileMetadata.magic
        guard bytes.starts(with: magic) else { throw missingMagic(bytes) }
        guard try byteCount(tail: bytes) <= bytes.count - magic.count else {
            throw .corrupt("the footer is longer than the file")
        }
        return try decode(tail: bytes)
    }

    /// What the footer takes of the file's end, with its length and the magic bytes.
    static func byteCount(tail bytes: [UInt8]) throws(ParquetError) -> Int {
        guard bytes.count >= 8, bytes.suffix(4).elementsEqual(FileMetadata.magic) else { throw missingMagic(bytes) }
        var length = ByteCursor(bytes, (bytes.count - 8)..<bytes.count)
        return Int(try length.uint32()) + 8
    }

    /// The footer at the end of `bytes`, which need not be the whole file.
    static func decode(tail bytes: [UInt8]) throws(ParquetError) -> FileMetadata {
        let byteCount = try byteCount(tail: bytes)
        guard byteCount <= bytes.count else { throw .corrupt("the footer is longer than the file's end that was read") }
        let start = bytes.count - byteCount
        do { return try FileMetadata.decoded(ByteCursor(bytes, start..<(bytes.count - 8))) } catch {
            throw error.within("footer")
        }
    }
    private static func missingMagic(_ bytes: [UInt8]) -> ParquetError {
        bytes.suffix(4).elementsEqual([0x50, 0x41, 0x52, 0x45])
            ? .unsupported("an encrypted footer") : .corrupt("no Parquet file: the magic bytes are missing")
    }
}
