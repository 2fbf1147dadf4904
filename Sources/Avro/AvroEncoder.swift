/// Writes values as a schema says.
struct AvroEncoder {
    private(set) var bytes: [UInt8] = []
    private let named: [String: AvroType]

    init(named: [String: AvroType] = [:]) { self.named = named }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func write(_ value: AvroValue, as type: AvroType) throws(AvroError) {
        switch (type, value) {
        case (.null, .null): break
        case (.boolean, .boolean(let flag)): bytes.append(flag ? 1 : 0)
        case (.int, .int(let number)): write(Int64(number))
        case (.long, .int(let number)): write(Int64(number))
        case (.long, .long(let number)): write(number)
        case (.float, .float(let number)): writeLittleEndian(UInt64(number.bitPattern), count: 4)
        case (.double, .float(let number)): writeLittleEndian(Double(number).bitPattern, count: 8)
        case (.double, .double(let number)): writeLittleEndian(number.bitPattern, count: 8)
        case (.bytes, .bytes(let content)): write(content)
        case (.string, .string(let text)): write(text)
        case (.fixed(let size), .bytes(let content)) where content.count == size: bytes += content
        case (.enumeration(let symbols), .symbol(let symbol)):
            guard let index = symbols.firstIndex(of: symbol) else { throw AvroError(.value, "an unknown enum symbol") }
            write(Int64(index))
        case (.array(let element), .array(let elements)):
            if !elements.isEmpty {
                write(Int64(elements.count))
                for value in elements { try write(value, as: element) }
            }
            write(0 as Int64)
        case (.map(let element), .map(let entries)):
            if !entries.isEmpty {
                write(Int64(entries.count))
                for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
                    write(key)
                    try write(value, as: element)
                }
            }
            write(0 as Int64)
        case (.record(let fields), .record(let record)):
            for field in fields {
                guard let value = record[field.name] else {
                    throw AvroError(.value, "no value for the field \(field.name)")
                }
                try write(value, as: field.type)
            }
        case (.union(let branches), _):
            guard let index = branches.firstIndex(where: { accepts(value, $0) }) else {
                throw AvroError(.value, "a value of no branch of its union")
            }
            write(Int64(index))
            try write(value, as: branches[index])
        case (.reference(let name), _):
            guard let type = named[name] else { throw AvroError(.schema, "an unknown type name") }
            try write(value, as: type)
        default:
            throw AvroError(.value, "a value of another type than its schema's")
        }
    }

    // MARK: Primitives

    mutating func write(_ number: Int64) {
        var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func write(_ content: [UInt8]) {
        write(Int64(content.count))
        bytes += content
    }

    mutating func write(_ text: String) { write(Array(text.utf8)) }

    mutating func append(_ raw: some Sequence<UInt8>) { bytes += raw }

    private mutating func writeLittleEndian(_ number: UInt64, count: Int) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
    }

    /// Whether a union's branch can hold the value, by its outermost type.
    private func accepts(_ value: AvroValue, _ type: AvroType) -> Bool {
        switch (type, value) {
        case (.null, .null), (.boolean, .boolean), (.int, .int), (.long, .int), (.long, .long), (.float, .float),
            (.double, .float), (.double, .double), (.bytes, .bytes), (.string, .string), (.array, .array), (.map, .map):
            true
        case (.fixed(let size), .bytes(let content)): content.count == size
        case (.enumeration(let symbols), .symbol(let symbol)): symbols.contains(symbol)
        case (.record(let fields), .record(let record)): fields.allSatisfy { record[$0.name] != nil }
        case (.reference(let name), _): named[name].map { accepts(value, $0) } ?? false
        default: false
        }
    }
}
