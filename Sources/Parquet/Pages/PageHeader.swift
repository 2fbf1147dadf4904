/// What stands before each page (`PageHeader` in parquet.thrift).
struct PageHeader: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case dictionary(valueCount: Int, Encoding)
        case dataV1(valueCount: Int, Encoding, definitionLevels: Encoding)
        case dataV2(valueCount: Int, nullCount: Int, Encoding, levels: LevelBytes, isCompressed: Bool)
        /// An index page or one of a later format: to be stepped over.
        case other
    }

    /// Bytes of the levels at the start of a V2 page.
    struct LevelBytes: Sendable, Hashable {
        var repetition: Int
        var definition: Int
    }

    var kind: Kind
    var uncompressedByteCount: Int
    var compressedByteCount: Int
    /// CRC-32 of the page's bytes as they lie in the file.
    var checksum: UInt32?

    func encoded() -> [UInt8] {
        var writer = ThriftCompactWriter()
        writer.structure { writer in
            let isDictionary = if case .dictionary = kind { true } else { false }
            writer.field(1, Int32(isDictionary ? 2 : 0))
            writer.field(2, Int32(truncatingIfNeeded: uncompressedByteCount))
            writer.field(3, Int32(truncatingIfNeeded: compressedByteCount))
            if let checksum { writer.field(4, Int32(bitPattern: checksum)) }
            switch kind {
            case .dictionary(let valueCount, let encoding):
                writer.field(7) {
                    $0.field(1, Int32(truncatingIfNeeded: valueCount))
                    $0.field(2, encoding.rawValue)
                }
            case .dataV1(let valueCount, let encoding, let definitionLevels):
                writer.field(5) {
                    $0.field(1, Int32(truncatingIfNeeded: valueCount))
                    $0.field(2, encoding.rawValue)
                    $0.field(3, definitionLevels.rawValue)
                    $0.field(4, Encoding.runLength.rawValue)
                }
            case .dataV2, .other: break
            }
        }
        return writer.bytes
    }

    /// Reads the header at `cursor`, which steps over it.
    static func read(from cursor: inout ByteCursor) throws(ParquetError) -> PageHeader {
        var reader = ThriftCompactReader(cursor)
        var type: Int32?
        var uncompressed: Int?
        var compressed: Int?
        var checksum: UInt32?
        var dictionary: PageBody?
        var dataV1: PageBody?
        var dataV2: PageBody?
        try reader.structure { reader, field throws(ParquetError) in
            switch field.id {
            case 1: type = try reader.int32(field)
            case 2: uncompressed = Int(try reader.int32(field))
            case 3: compressed = Int(try reader.int32(field))
            case 4: checksum = UInt32(bitPattern: try reader.int32(field))
            case 5: dataV1 = try PageBody.read(field, from: &reader)
            case 7: dictionary = try PageBody.read(field, from: &reader)
            case 8: dataV2 = try PageBody.read(field, from: &reader)
            default: try reader.skip(field)
            }
        }
        cursor = reader.cursor
        guard let uncompressed, let compressed, uncompressed >= 0, compressed >= 0 else {
            throw .corrupt("a page header without sizes")
        }
        let kind: Kind =
            switch (type, dataV1, dictionary, dataV2) {
            case (0, let body?, _, _): try body.dataV1()
            case (2, _, let body?, _): try body.dictionary()
            case (3, _, _, let body?): try body.dataV2()
            case (0, _, _, _), (2, _, _, _), (3, _, _, _), (nil, _, _, _):
                throw .corrupt("a page header without the part that its type needs")
            default: .other
            }
        return PageHeader(
            kind: kind, uncompressedByteCount: uncompressed, compressedByteCount: compressed, checksum: checksum)
    }
}

/// The fields of the three headers inside a page header; their numbers mean different things in each.
private struct PageBody {
    var numbers: [Int16: Int32] = [:]
    var isCompressed = true

    static func read(
        _ field: ThriftCompactReader.Field, from reader: inout ThriftCompactReader
    ) throws(ParquetError) -> PageBody {
        var body = PageBody()
        try reader.structure(field) { reader, field throws(ParquetError) in
            switch (field.id, field.type) {
            case (1...6, .int32): body.numbers[field.id] = try reader.int32(field)
            case (7, .booleanTrue), (7, .booleanFalse): body.isCompressed = try reader.boolean(field)
            default: try reader.skip(field)
            }
        }
        return body
    }

    func dictionary() throws(ParquetError) -> PageHeader.Kind {
        .dictionary(valueCount: try count(1), try encoding(2))
    }

    func dataV1() throws(ParquetError) -> PageHeader.Kind {
        .dataV1(valueCount: try count(1), try encoding(2), definitionLevels: try encoding(3))
    }

    func dataV2() throws(ParquetError) -> PageHeader.Kind {
        .dataV2(
            valueCount: try count(1), nullCount: try count(2), try encoding(4),
            levels: .init(repetition: try count(6), definition: try count(5)), isCompressed: isCompressed)
    }

    private func count(_ id: Int16) throws(ParquetError) -> Int {
        guard let number = numbers[id], number >= 0 else { throw .corrupt("a page header lacks a count") }
        return Int(number)
    }

    private func encoding(_ id: Int16) throws(ParquetError) -> Encoding {
        guard let number = numbers[id] else { throw .corrupt("a page header lacks an encoding") }
        guard let encoding = Encoding(rawValue: number) else { throw .unsupported("encoding \(number)") }
        return encoding
    }
}
