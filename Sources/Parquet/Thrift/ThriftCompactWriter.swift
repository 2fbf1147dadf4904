/// Writes structures in Thrift's compact protocol, the form of Parquet's page headers, indexes and footer.
struct ThriftCompactWriter {
    private(set) var bytes: [UInt8] = []
    private var lastID: Int16 = 0

    mutating func field(_ id: Int16, _ value: Bool) { header(id, value ? .booleanTrue : .booleanFalse) }

    mutating func field(_ id: Int16, _ value: Int8) {
        header(id, .int8)
        bytes.append(UInt8(bitPattern: value))
    }

    mutating func field(_ id: Int16, _ value: Int16) {
        header(id, .int16)
        zigzag(Int64(value))
    }

    mutating func field(_ id: Int16, _ value: Int32) {
        header(id, .int32)
        zigzag(Int64(value))
    }

    mutating func field(_ id: Int16, _ value: Int64) {
        header(id, .int64)
        zigzag(value)
    }

    mutating func field(_ id: Int16, _ value: String) { field(id, binary: Array(value.utf8)) }

    mutating func field(_ id: Int16, binary value: [UInt8]) {
        header(id, .binary)
        binary(value)
    }

    mutating func field(_ id: Int16, _ body: (inout ThriftCompactWriter) -> Void) {
        header(id, .structure)
        structure(body)
    }

    /// A list; `body` writes one element.
    mutating func list<Elements: Collection>(
        _ id: Int16, of type: ThriftType, _ elements: Elements,
        _ body: (inout ThriftCompactWriter, Elements.Element) -> Void
    ) {
        header(id, .list)
        if elements.count < 15 {
            bytes.append(UInt8(elements.count) << 4 | type.rawValue)
        } else {
            bytes.append(0xF0 | type.rawValue)
            bytes.append(varint: UInt64(elements.count))
        }
        for element in elements { body(&self, element) }
    }

    // MARK: - Bare values, for the file's outermost structure and list elements

    mutating func structure(_ body: (inout ThriftCompactWriter) -> Void) {
        let outerID = lastID
        lastID = 0
        body(&self)
        bytes.append(0)
        lastID = outerID
    }

    mutating func binary(_ value: [UInt8]) {
        bytes.append(varint: UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Any of the integer types.
    mutating func zigzag(_ value: Int64) { bytes.append(varint: UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    /// A boolean as a list element; as a field it is part of the header.
    mutating func boolean(_ value: Bool) {
        bytes.append(value ? ThriftType.booleanTrue.rawValue : ThriftType.booleanFalse.rawValue)
    }

    private mutating func header(_ id: Int16, _ type: ThriftType) {
        let step = id - lastID
        if (1...15).contains(step) {
            bytes.append(UInt8(step) << 4 | type.rawValue)
        } else {
            bytes.append(type.rawValue)
            zigzag(Int64(id))
        }
        lastID = id
    }
}
