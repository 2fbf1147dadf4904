/// Reads values from bytes by the writer's schema. Every length is checked against what is left before anything is allocated.
struct AvroDecoder {
    private let bytes: [UInt8]
    private let named: [String: AvroType]
    private(set) var position: Int
    private let end: Int
    /// Values that take no bytes (null, an empty record) are bounded by this, since the bytes left do not bound them.
    private var emptyValuesLeft = 1 << 16

    init(_ bytes: [UInt8], in range: Range<Int>, named: [String: AvroType] = [:]) {
        self.bytes = bytes
        self.named = named
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }

    mutating func value(_ type: AvroType, depth: Int = 0) throws(AvroError) -> AvroValue {
        guard depth < 64 else { throw AvroError(.damaged, "values nested too deeply") }
        let start = position
        let value = try content(type, depth: depth)
        if position == start {
            emptyValuesLeft -= 1
            guard emptyValuesLeft > 0 else { throw AvroError(.unsupported, "too many empty values") }
        }
        return value
    }

    private mutating func content(_ type: AvroType, depth: Int) throws(AvroError) -> AvroValue {
        switch type {
        case .null: return .null
        case .boolean: return .boolean(try boolean())
        case .int: return .int(try int())
        case .long: return .long(try long())
        case .float: return .float(Float(bitPattern: UInt32(try littleEndian(4))))
        case .double: return .double(Double(bitPattern: try littleEndian(8)))
        case .bytes: return .bytes(Array(try take(try length())))
        case .string: return .string(try string())
        case .fixed(let size): return .bytes(Array(try take(size)))
        case .enumeration(let symbols):
            let index = Int(try int())
            guard symbols.indices.contains(index) else { throw AvroError(.damaged, "an enum symbol out of range") }
            return .symbol(symbols[index])
        case .array(let element):
            var elements: [AvroValue] = []
            try blocks { decoder throws(AvroError) in
                elements.append(try decoder.value(element, depth: depth + 1))
            }
            return .array(elements)
        case .map(let element):
            var entries: [String: AvroValue] = [:]
            try blocks { decoder throws(AvroError) in
                let key = try decoder.string()
                entries[key] = try decoder.value(element, depth: depth + 1)
            }
            return .map(entries)
        case .union(let branches):
            let index = try long()
            guard index >= 0, index < branches.count else { throw AvroError(.damaged, "a union branch out of range") }
            let branch = branches[Int(index)]
            if case .null = branch { return .null }
            return try value(branch, depth: depth + 1)
        case .record(let fields):
            var values: [AvroValue] = []
            values.reserveCapacity(fields.count)
            for field in fields { values.append(try value(field.type, depth: depth + 1)) }
            return .record(AvroRecord(fields: fields, values: values))
        case .reference(let name):
            guard let type = named[name] else { throw AvroError(.schema, "an unknown type name") }
            return try value(type, depth: depth + 1)
        }
    }

    // MARK: Primitives

    mutating func long() throws(AvroError) -> Int64 {
        var raw: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard position < end else { throw AvroError(.damaged, "ends inside a number") }
            let byte = bytes[position]
            position += 1
            guard shift < 63 || byte <= 1 else { throw AvroError(.damaged, "a number of more than 64 bits") }
            raw |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { break }
            shift += 7
        }
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    mutating func take(_ count: Int) throws(AvroError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= end - position else { throw AvroError(.damaged, "ends inside a value") }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func length() throws(AvroError) -> Int {
        let length = try long()
        guard length >= 0, length <= end - position else { throw AvroError(.damaged, "a length beyond the end") }
        return Int(length)
    }

    mutating func string() throws(AvroError) -> String {
        guard let text = String(validating: try take(try length()), as: UTF8.self) else {
            throw AvroError(.damaged, "text that is not UTF-8")
        }
        return text
    }

    private mutating func int() throws(AvroError) -> Int32 {
        guard let value = Int32(exactly: try long()) else { throw AvroError(.damaged, "an int of more than 32 bits") }
        return value
    }

    private mutating func boolean() throws(AvroError) -> Bool {
        switch try take(1).first {
        case 0: return false
        case 1: return true
        default: throw AvroError(.damaged, "a boolean that is neither 0 nor 1")
        }
    }

    private mutating func littleEndian(_ count: Int) throws(AvroError) -> UInt64 {
        var value: UInt64 = 0
        for byte in try take(count).reversed() { value = value << 8 | UInt64(byte) }
        return value
    }

    /// The blocks of an array or a map: a count, negative when the block's size in bytes follows, until a count of zero.
    private mutating func blocks(
        _ body: (inout AvroDecoder) throws(AvroError) -> Void
    ) throws(AvroError) {
        while true {
            var count = try long()
            if count == 0 { return }
            if count < 0 {
                guard count > Int64.min else { throw AvroError(.damaged, "a block count out of range") }
                count = -count
                _ = try length()
            }
            while count > 0 {
                try body(&self)
                count -= 1
            }
        }
    }
}
