/// Reads structures in Thrift's compact protocol; unknown fields are stepped over, as the format's evolution needs.
struct ThriftCompactReader {
    /// A field's number and wire type, as its header gave them.
    struct Field {
        let id: Int16
        let type: ThriftType
    }

    /// Structures in structures beyond this are an attack or damage: Parquet's own need seven.
    private static let depthLimit = 24

    private(set) var cursor: ByteCursor
    private var depth = 0

    init(_ cursor: ByteCursor) { self.cursor = cursor }

    /// Reads one structure; `body` is called for each field and reads or skips it.
    mutating func structure(
        _ body: (inout ThriftCompactReader, Field) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        try enter()
        var lastID: Int16 = 0
        while let field = try nextField(after: lastID) {
            try body(&self, field)
            lastID = field.id
        }
        depth -= 1
    }

    /// Reads the structure that is the value of `field`.
    mutating func structure(
        _ field: Field, _ body: (inout ThriftCompactReader, Field) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        try expect(field, .structure)
        try structure(body)
    }

    /// Reads the list that is the value of `field`; `body` reads one element.
    mutating func list(
        _ field: Field, of type: ThriftType, _ body: (inout ThriftCompactReader) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        try expect(field, .list)
        let (elementType, count) = try listHeader()
        guard elementType == type || count == 0 else { throw .corrupt("a list of another type than the format says") }
        for _ in 0..<count { try body(&self) }
    }

    mutating func boolean(_ field: Field) throws(ParquetError) -> Bool {
        switch field.type {
        case .booleanTrue: true
        case .booleanFalse: false
        default: throw wrongType(field)
        }
    }

    mutating func int8(_ field: Field) throws(ParquetError) -> Int8 {
        try expect(field, .int8)
        return Int8(bitPattern: try cursor.byte())
    }

    mutating func int32(_ field: Field) throws(ParquetError) -> Int32 {
        try expect(field, .int32)
        return try int32()
    }

    mutating func int64(_ field: Field) throws(ParquetError) -> Int64 {
        try expect(field, .int64)
        return try cursor.zigzag()
    }

    mutating func binary(_ field: Field) throws(ParquetError) -> [UInt8] {
        try expect(field, .binary)
        return try binary()
    }

    mutating func string(_ field: Field) throws(ParquetError) -> String {
        String(decoding: try binary(field), as: UTF8.self)
    }

    // MARK: - List elements

    mutating func int32() throws(ParquetError) -> Int32 {
        guard let value = Int32(exactly: try cursor.zigzag()) else { throw .corrupt("a 32-bit number is out of range") }
        return value
    }

    mutating func binary() throws(ParquetError) -> [UInt8] {
        let range = try cursor.take(try cursor.count())
        return Array(cursor.bytes[range])
    }

    // MARK: - Skipping

    /// Steps over the value of a field that nobody here knows.
    mutating func skip(_ field: Field) throws(ParquetError) {
        // As fields, booleans have no bytes of their own.
        if field.type == .booleanTrue || field.type == .booleanFalse { return }
        try skipValue(field.type)
    }

    private mutating func skipValue(_ type: ThriftType) throws(ParquetError) {
        switch type {
        case .booleanTrue, .booleanFalse, .int8: _ = try cursor.byte()
        case .int16, .int32, .int64: _ = try cursor.varint()
        case .double: _ = try cursor.take(8)
        case .binary: _ = try cursor.take(try cursor.count())
        case .structure: try structure { reader, field throws(ParquetError) in try reader.skip(field) }
        case .list, .set:
            try enter()
            let (elementType, count) = try listHeader()
            for _ in 0..<count { try skipValue(elementType) }
            depth -= 1
        case .map: try skipMap()
        }
    }

    private mutating func skipMap() throws(ParquetError) {
        try enter()
        let count = try cursor.count()
        if count > 0 {
            guard count <= cursor.remaining else { throw .corrupt("a map is longer than the data") }
            let types = try cursor.byte()
            let keyType = try type(types >> 4)
            let valueType = try type(types & 0x0F)
            for _ in 0..<count {
                try skipValue(keyType)
                try skipValue(valueType)
            }
        }
        depth -= 1
    }

    // MARK: - Headers

    private mutating func nextField(after lastID: Int16) throws(ParquetError) -> Field? {
        let header = try cursor.byte()
        guard header != 0 else { return nil }
        let step = Int16(header >> 4)
        let id: Int16
        if step != 0 {
            id = lastID &+ step
        } else {
            guard let explicit = Int16(exactly: try cursor.zigzag()) else {
                throw .corrupt("a field id is out of range")
            }
            id = explicit
        }
        return Field(id: id, type: try type(header & 0x0F))
    }

    /// Each element takes at least one byte, so a count beyond the bytes left is damage and is found before any allocation.
    private mutating func listHeader() throws(ParquetError) -> (type: ThriftType, count: Int) {
        let header = try cursor.byte()
        let short = Int(header >> 4)
        let count = short == 15 ? try cursor.count() : short
        guard count <= cursor.remaining else { throw .corrupt("a list is longer than the data") }
        return (try type(header & 0x0F), count)
    }

    private func type(_ code: UInt8) throws(ParquetError) -> ThriftType {
        guard let type = ThriftType(rawValue: code) else { throw .corrupt("an unknown wire type \(code)") }
        return type
    }

    private func expect(_ field: Field, _ type: ThriftType) throws(ParquetError) {
        guard field.type == type else { throw wrongType(field) }
    }

    private func wrongType(_ field: Field) -> ParquetError {
        .corrupt("field \(field.id) of a header has another type than the format says")
    }

    private mutating func enter() throws(ParquetError) {
        depth += 1
        guard depth <= Self.depthLimit else { throw .corrupt("structures nested too deeply") }
    }
}
