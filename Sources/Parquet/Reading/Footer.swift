/// The end of a file: metadata, its length in four bytes, magic.
enum Footer {
    static func decode(_ bytes: [UInt8]) throws(ParquetError) -> FileMetadata {
        let magic = FileMetadata.magic
        guard bytes.count >= 12, bytes.starts(with: magic), bytes.suffix(4).elementsEqual(magic) else {
            if bytes.suffix(4).elementsEqual([0x50, 0x41, 0x52, 0x45]) { throw .unsupported("an encrypted footer") }
            throw .corrupt("no Parquet file: the magic bytes are missing")
        }
        var tail = ByteCursor(bytes, (bytes.count - 8)..<bytes.count)
        let length = Int(try tail.uint32())
        guard length <= bytes.count - 12 else { throw .corrupt("the footer is longer than the file") }
        let start = bytes.count - 8 - length
        do { return try FileMetadata.decoded(ByteCursor(bytes, start..<(bytes.count - 8))) } catch {
            throw error.within("footer")
        }
    }
}
