import Parquet

/// What the writer says of a file it made.
struct FileReport: Encodable {
    struct ColumnReport: Encodable {
        var name: String
        var fieldID: Int32
        var compressedByteCount: Int
        var valueCount: Int
        var nullCount: Int
        var nanCount: Int
        var lower: String?
        var upper: String?
    }

    var rowCount: Int
    var byteCount: Int
    var splitOffsets: [Int]
    var columns: [ColumnReport]

    init(_ file: ParquetFile) {
        rowCount = file.rowCount
        byteCount = file.bytes.count
        splitOffsets = file.splitOffsets
        columns = file.columns.map {
            ColumnReport(
                name: $0.name, fieldID: $0.fieldID, compressedByteCount: $0.compressedByteCount,
                valueCount: $0.valueCount, nullCount: $0.nullCount, nanCount: $0.nanCount,
                lower: $0.lowerBound.map(Self.text), upper: $0.upperBound.map(Self.text))
        }
    }

    private static func text(_ bound: ColumnBound) -> String {
        switch bound {
        case .boolean(let value): "\(value)"
        case .int32(let value): "\(value)"
        case .int64(let value): "\(value)"
        case .double(let value): "0x" + String(value.bitPattern, radix: 16)
        case .decimal(let value): "\(value)"
        case .string(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

/// What the reader says of a file before it reads rows.
struct ReaderReport: Encodable {
    struct ColumnReport: Encodable {
        var name: String
        var type: String
        var required: Bool
        var fieldID: Int32
    }

    var rowCount: Int
    var rowGroups: [Int]
    var columns: [ColumnReport]
    var unreadable: [String]
    var createdBy: String?
    var metadata: [String: String]

    init(_ reader: ParquetReader) {
        rowCount = reader.rowCount
        rowGroups = reader.rowGroups.map(\.rowCount)
        columns = reader.columns.map {
            ColumnReport(name: $0.name, type: $0.type.text, required: $0.isRequired, fieldID: $0.fieldID)
        }
        unreadable = reader.unreadableColumns.map(\.name)
        createdBy = reader.createdBy
        metadata = reader.metadata
    }
}
