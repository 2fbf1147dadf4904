/// Where one column of one row group lies and what is known of it (`ColumnChunk` and `ColumnMetaData` in parquet.thrift).
struct ColumnChunkMetadata: Sendable, Hashable {
    /// Bytes of a stretch of the file.
    struct Stretch: Sendable, Hashable {
        var offset: Int64
        var byteCount: Int32
    }

    var physical: PhysicalType
    var encodings: [Encoding] = []
    var path: [String] = []
    var codec: CodecID
    var valueCount: Int64
    var uncompressedByteCount: Int64 = 0
    var compressedByteCount: Int64
    var dataPageOffset: Int64
    var dictionaryPageOffset: Int64?
    var statistics: StoredStatistics?
    var offsetIndex: Stretch?
    var columnIndex: Stretch?
    /// Set when the chunk lies in another file, which nobody writes and we do not read.
    var filePath: String?

    /// Where the chunk's first page begins. Some writers set the dictionary's offset to 0 for 'none'.
    var firstPageOffset: Int64 {
        guard let dictionaryPageOffset, dictionaryPageOffset > 0, dictionaryPageOffset < dataPageOffset else {
            return dataPageOffset
        }
        return dictionaryPageOffset
    }

    func write(to writer: inout ThriftCompactWriter) {
        writer.field(2, Int64(0))
        writer.field(3) { writer in
            writer.field(1, physical.rawValue)
            writer.list(2, of: .int32, encodings) { $0.zigzag(Int64($1.rawValue)) }
            writer.list(3, of: .binary, path) { $0.binary(Array($1.utf8)) }
            writer.field(4, codec.rawValue)
            writer.field(5, valueCount)
            writer.field(6, uncompressedByteCount)
            writer.field(7, compressedByteCount)
            writer.field(9, dataPageOffset)
            if let dictionaryPageOffset { writer.field(11, dictionaryPageOffset) }
            if let statistics { writer.field(12) { statistics.write(to: &$0) } }
        }
        if let offsetIndex {
            writer.field(4, offsetIndex.offset)
            writer.field(5, offsetIndex.byteCount)
        }
        if let columnIndex {
            writer.field(6, columnIndex.offset)
            writer.field(7, columnIndex.byteCount)
        }
    }

    static func read(from reader: inout ThriftCompactReader) throws(ParquetError) -> ColumnChunkMetadata {
        var chunk: ColumnChunkMetadata?
        var filePath: String?
        try reader.structure { reader, field throws(ParquetError) in
            switch field.id {
            case 1: filePath = try reader.string(field)
            case 3: chunk = try readMetadata(field, from: &reader)
            default: try reader.skip(field)
            }
        }
        guard var chunk else { throw .unsupported("a column chunk without metadata (encrypted or in another file)") }
        chunk.filePath = filePath
        return chunk
    }

    private static func readMetadata(
        _ field: ThriftCompactReader.Field, from reader: inout ThriftCompactReader
    ) throws(ParquetError) -> ColumnChunkMetadata {
        var physical: PhysicalType?
        var codec: CodecID?
        var path: [String] = []
        var valueCount: Int64?
        var compressed: Int64?
        var uncompressed: Int64 = 0
        var dataPage: Int64?
        var dictionaryPage: Int64?
        var statistics: StoredStatistics?
        try reader.structure(field) { reader, field throws(ParquetError) in
            switch field.id {
            case 1: physical = PhysicalType(rawValue: try reader.int32(field))
            case 3:
                try reader.list(field, of: .binary) { reader throws(ParquetError) in
                    path.append(String(decoding: try reader.binary(), as: UTF8.self))
                }
            case 4: codec = CodecID(rawValue: try reader.int32(field))
            case 5: valueCount = try reader.int64(field)
            case 6: uncompressed = try reader.int64(field)
            case 7: compressed = try reader.int64(field)
            case 9: dataPage = try reader.int64(field)
            case 11: dictionaryPage = try reader.int64(field)
            case 12: statistics = try StoredStatistics.read(field, from: &reader)
            default: try reader.skip(field)
            }
        }
        guard let physical, let codec, let valueCount, let compressed, let dataPage else {
            throw .corrupt("a column chunk lacks its type, codec, value count, size or offset")
        }
        return ColumnChunkMetadata(
            physical: physical, path: path, codec: codec, valueCount: valueCount, uncompressedByteCount: uncompressed,
            compressedByteCount: compressed, dataPageOffset: dataPage, dictionaryPageOffset: dictionaryPage,
            statistics: statistics)
    }
}
