/// The footer: schema, row groups and the writer's notes (`FileMetaData` in parquet.thrift).
struct FileMetadata: Sendable, Hashable {
    /// The four bytes at both ends of a file.
    static let magic: [UInt8] = [0x50, 0x41, 0x52, 0x31]

    var schema: [SchemaElement]
    var rowCount: Int64
    var rowGroups: [RowGroupMetadata]
    var keyValues: [KeyValue] = []
    var createdBy: String?
    /// Per leaf column, whether its bounds follow the order that its type defines; empty when the writer did not say.
    var hasTypeDefinedOrder: [Bool] = []

    /// A note of the writer.
    struct KeyValue: Sendable, Hashable {
        var key: String
        var value: String?
    }

    /// The footer's bytes, without length and magic.
    func encoded() -> [UInt8] {
        var writer = ThriftCompactWriter()
        writer.structure { writer in
            writer.field(1, Int32(1))
            writer.list(2, of: .structure, schema) { writer, element in writer.structure { element.write(to: &$0) } }
            writer.field(3, rowCount)
            writer.list(4, of: .structure, rowGroups) { writer, group in writer.structure { group.write(to: &$0) } }
            if !keyValues.isEmpty {
                writer.list(5, of: .structure, keyValues) { writer, pair in
                    writer.structure {
                        $0.field(1, pair.key)
                        if let value = pair.value { $0.field(2, value) }
                    }
                }
            }
            if let createdBy { writer.field(6, createdBy) }
            writer.list(7, of: .structure, hasTypeDefinedOrder) { writer, _ in
                writer.structure { $0.field(1) { _ in } }
            }
        }
        return writer.bytes
    }

    /// Reads a footer's bytes.
    static func decoded(_ cursor: ByteCursor) throws(ParquetError) -> FileMetadata {
        var reader = ThriftCompactReader(cursor)
        var metadata = FileMetadata(schema: [], rowCount: 0, rowGroups: [])
        var rowCount: Int64?
        try reader.structure { reader, field throws(ParquetError) in
            switch field.id {
            case 2:
                try reader.list(field, of: .structure) { reader throws(ParquetError) in
                    metadata.schema.append(try SchemaElement.read(from: &reader))
                }
            case 3: rowCount = try reader.int64(field)
            case 4:
                try reader.list(field, of: .structure) { reader throws(ParquetError) in
                    metadata.rowGroups.append(try RowGroupMetadata.read(from: &reader))
                }
            case 5:
                try reader.list(field, of: .structure) { reader throws(ParquetError) in
                    metadata.keyValues.append(try KeyValue.read(from: &reader))
                }
            case 6: metadata.createdBy = try reader.string(field)
            case 7:
                try reader.list(field, of: .structure) { reader throws(ParquetError) in
                    metadata.hasTypeDefinedOrder.append(try readColumnOrder(from: &reader))
                }
            default: try reader.skip(field)
            }
        }
        guard let rowCount, rowCount >= 0 else { throw .corrupt("the footer lacks its row count") }
        metadata.rowCount = rowCount
        return metadata
    }

    private static func readColumnOrder(from reader: inout ThriftCompactReader) throws(ParquetError) -> Bool {
        var isTypeDefined = false
        try reader.structure { reader, field throws(ParquetError) in
            if field.id == 1 { isTypeDefined = true }
            try reader.skip(field)
        }
        return isTypeDefined
    }
}

extension FileMetadata.KeyValue {
    fileprivate static func read(
        from reader: inout ThriftCompactReader
    ) throws(ParquetError) -> FileMetadata.KeyValue {
        var key: String?
        var value: String?
        try reader.structure { reader, field throws(ParquetError) in
            switch field.id {
            case 1: key = try reader.string(field)
            case 2: value = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        guard let key else { throw .corrupt("a note in the footer has no key") }
        return .init(key: key, value: value)
    }
}
