/// Some rows of the file, column by column (`RowGroup` in parquet.thrift).
struct RowGroupMetadata: Sendable, Hashable {
    var columns: [ColumnChunkMetadata]
    var rowCount: Int64
    var uncompressedByteCount: Int64 = 0
    var fileOffset: Int64 = 0
    var compressedByteCount: Int64 = 0
    var ordinal: Int16?

    func write(to writer: inout ThriftCompactWriter) {
        writer.list(1, of: .structure, columns) { writer, column in writer.structure { column.write(to: &$0) } }
        writer.field(2, uncompressedByteCount)
        writer.field(3, rowCount)
        writer.field(5, fileOffset)
        writer.field(6, compressedByteCount)
        if let ordinal { writer.field(7, ordinal) }
    }

    static func read(from reader: inout ThriftCompactReader) throws(ParquetError) -> RowGroupMetadata {
        var columns: [ColumnChunkMetadata] = []
        var rowCount: Int64?
        var uncompressed: Int64 = 0
        try reader.structure { reader, field throws(ParquetError) in
            switch field.id {
            case 1:
                try reader.list(field, of: .structure) { reader throws(ParquetError) in
                    columns.append(try ColumnChunkMetadata.read(from: &reader))
                }
            case 2: uncompressed = try reader.int64(field)
            case 3: rowCount = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
        guard let rowCount, rowCount >= 0 else { throw .corrupt("a row group lacks its row count") }
        return RowGroupMetadata(columns: columns, rowCount: rowCount, uncompressedByteCount: uncompressed)
    }
}
