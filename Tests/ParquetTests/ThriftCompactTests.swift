import Testing

@testable import Parquet

/// Known bytes follow Thrift's compact protocol specification.
@Suite struct ThriftCompactTests {
    @Test("fields are written as the protocol says: short headers for near ids, long ones for far")
    func knownBytes() {
        var writer = ThriftCompactWriter()
        writer.structure {
            $0.field(1, Int32(-1))
            $0.field(2, true)
            $0.field(20, "hi")
            $0.list(21, of: .int64, [1, 300]) { $0.zigzag($1) }
        }
        #expect(
            writer.bytes == [0x15, 0x01, 0x11, 0x08, 0x28, 0x02, 0x68, 0x69, 0x19, 0x26, 0x02, 0xD8, 0x04, 0x00])
    }

    @Test("unknown fields of every type are stepped over")
    func skipping() throws {
        var writer = ThriftCompactWriter()
        writer.structure {
            $0.field(1, false)
            $0.field(2, Int8(3))
            $0.field(3, Int16(-300))
            $0.field(4, "text")
            $0.field(5) { $0.list(1, of: .booleanTrue, [true, false]) { $0.boolean($1) } }
            $0.list(6, of: .binary, Array(repeating: "x", count: 20)) { $0.binary(Array($1.utf8)) }
            $0.field(9, Int64(42))
        }
        var reader = ThriftCompactReader(ByteCursor(writer.bytes))
        var found: Int64?
        try reader.structure { reader, field throws(ParquetError) in
            if field.id == 9 { found = try reader.int64(field) } else { try reader.skip(field) }
        }
        #expect(found == 42)
        #expect(reader.cursor.remaining == 0)
    }

    @Test(
        "damaged headers throw",
        arguments: [
            [],  // nothing
            [0x15],  // a field without its value
            [0x1D, 0x00],  // wire type 13
            [0x19, 0xF5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],  // a list of four thousand million
            [0x18, 0xFF, 0xFF, 0x03],  // a text beyond the end
            [0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],  // a number without end
            Array(repeating: 0x1C, count: 100),  // a hundred structures in each other
        ] as [[UInt8]])
    func damage(bytes: [UInt8]) {
        var reader = ThriftCompactReader(ByteCursor(bytes))
        #expect(throws: ParquetError.self) {
            try reader.structure { reader, field throws(ParquetError) in try reader.skip(field) }
        }
    }
}
