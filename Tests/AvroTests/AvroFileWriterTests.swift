import Avro
import Foundations
import TestSupport
import Testing

@Suite("AvroFileWriter")
struct AvroFileWriterTests {
    private let marker = [UInt8](repeating: 7, count: 16)

    /// The examples of the specification's section "Binary Encoding".
    @Test(
        "values are encoded as the specification's examples",
        arguments: [
            ("\"long\"", .long(0), [0x00]), ("\"long\"", .long(-1), [0x01]), ("\"long\"", .long(1), [0x02]),
            ("\"long\"", .long(-2), [0x03]), ("\"long\"", .long(-64), [0x7F]), ("\"int\"", .int(64), [0x80, 0x01]),
            ("\"string\"", .string("foo"), [0x06, 0x66, 0x6F, 0x6F]),
            ("{\"type\":\"array\",\"items\":\"long\"}", .array([.long(3), .long(27)]), [0x04, 0x06, 0x36, 0x00]),
            ("[\"null\",\"string\"]", .null, [0x00]), ("[\"null\",\"string\"]", .string("a"), [0x02, 0x02, 0x61]),
            ("\"double\"", .double(1), [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]), ("\"float\"", .float(-2), [0, 0, 0, 0xC0]),
        ] as [(String, AvroValue, [UInt8])])
    func encodes(schema: String, value: AvroValue, expected: [UInt8]) throws {
        var writer = AvroFileWriter(
            schema: try AvroSchema(#require(JSONValue(utf8: Array(schema.utf8)))), codec: .null, syncMarker: marker)
        try writer.append(value)
        let file = try writer.finish()
        let block: [UInt8] = marker + [2, UInt8(expected.count * 2)] + expected + marker
        #expect(file.suffix(block.count) == block[...])
    }

    @Test("the header keeps the schema as given and further entries", arguments: [AvroCodec.null, .deflate])
    func keepsHeader(codec: AvroCodec) throws {
        let json: JSONValue = ["type": "record", "name": "r", "fields": [["name": "x", "type": "int", "field-id": 5]]]
        var writer = AvroFileWriter(
            schema: try AvroSchema(json), metadata: ["format-version": "2", "content": "data"], codec: codec,
            syncMarker: marker)
        var reader = try AvroFileReader(try writer.finish())
        #expect(reader.schema.json == json)
        #expect(reader.codec == codec)
        #expect(reader.metadata["format-version"] == "2")
        #expect(reader.metadata["content"] == "data")
        #expect(try reader.nextBlock() == nil)
    }

    @Test("random values of random schemas come back, over many blocks", arguments: 0..<40 as Range<UInt64>)
    func roundTrips(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var names = 0
        let json = Self.schema(depth: 3, &names, &generator)
        let schema = try AvroSchema(json)
        let values = (0..<50).map { _ in Self.value(schema.type, &generator) }
        var writer = AvroFileWriter(
            schema: schema, codec: seed % 2 == 0 ? .null : .deflate, syncMarker: marker, blockByteCount: 200)
        for value in values { try writer.append(value) }
        var reader = try AvroFileReader(try writer.finish())
        #expect(try reader.readAll() == values)
    }

    @Test("a value that does not fit is refused")
    func refusesMisfits() throws {
        var writer = AvroFileWriter(schema: try AvroSchema(["null", "int"]), syncMarker: marker)
        #expect(throws: AvroError.self) { try writer.append(.string("x")) }
        #expect(throws: AvroError.self) { try writer.append(.long(1)) }
        try writer.append(.int(1))
    }

    @Test(
        "schemas that are not Avro are refused",
        arguments: [
            "1", "\"unknown\"", "[]", "{\"type\":\"record\",\"name\":\"a\"}", "{\"type\":\"fixed\",\"name\":\"a\"}",
            "{\"type\":\"enum\",\"name\":\"a\"}", "{\"type\":\"array\"}", "{\"type\":\"map\"}", "{}",
        ])
    func refusesSchemas(text: String) throws {
        let json = try #require(JSONValue(utf8: Array(text.utf8)))
        #expect(throws: AvroError.self) { _ = try AvroSchema(json) }
    }

    // MARK: Random schemas and values

    private static func schema(depth: Int, _ names: inout Int, _ generator: inout SeededGenerator) -> JSONValue {
        let leaves: [JSONValue] = ["boolean", "int", "long", "float", "double", "bytes", "string"]
        names += 1
        switch depth == 0 ? 9 : Int.random(in: 0..<10, using: &generator) {
        case 0: return ["type": "array", "items": schema(depth: depth - 1, &names, &generator)]
        case 1: return ["type": "map", "values": schema(depth: depth - 1, &names, &generator)]
        case 2: return ["null", ["type": "fixed", "name": .string("n\(names)"), "size": 3]]
        case 3: return ["type": "enum", "name": .string("n\(names)"), "symbols": ["A", "B", "C"]]
        case 4...7:
            let name = JSONValue.string("n\(names)")
            let fields = (0..<3).map { index -> JSONValue in
                ["name": .string("f\(index)"), "type": schema(depth: depth - 1, &names, &generator)]
            }
            return ["type": "record", "name": name, "fields": .array(fields)]
        default: return leaves.randomElement(using: &generator) ?? "int"
        }
    }

    private static func value(_ type: AvroType, _ generator: inout SeededGenerator) -> AvroValue {
        let count = Int.random(in: 0..<4, using: &generator)
        switch type {
        case .null, .reference: return .null
        case .boolean: return .boolean(Bool.random(using: &generator))
        case .int: return .int([.min, .max, 0, Int32.random(in: -99...99, using: &generator)][count])
        case .long: return .long([.min, .max, 0, Int64.random(in: -99...99, using: &generator)][count])
        case .float: return .float([.infinity, -0.0, .leastNonzeroMagnitude, 1.5][count])
        case .double: return .double([.infinity, -0.0, .leastNonzeroMagnitude, 1.5][count])
        case .bytes: return .bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
        case .string: return .string(["", "a", "größe", "🙂"][count])
        case .fixed(let size): return .bytes([UInt8](repeating: UInt8(count), count: size))
        case .enumeration(let symbols): return .symbol(symbols[count % symbols.count])
        case .array(let element): return .array((0..<count).map { _ in value(element, &generator) })
        case .map(let element):
            return .map(Dictionary(uniqueKeysWithValues: (0..<count).map { ("k\($0)", value(element, &generator)) }))
        case .union(let branches): return value(branches[count % branches.count], &generator)
        case .record(let fields):
            return .record(AvroRecord(fields: fields, values: fields.map { value($0.type, &generator) }))
        }
    }
}
