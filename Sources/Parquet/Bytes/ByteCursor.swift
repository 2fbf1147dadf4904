/// A position in bytes that nobody vouches for: each length is checked before it is used, so bad input throws and never traps.
struct ByteCursor {
    let bytes: [UInt8]
    private(set) var position: Int
    let end: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    /// The part `range` of `bytes`, clamped to what is there.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        let inside = range.clamped(to: 0..<bytes.count)
        position = inside.lowerBound
        end = inside.upperBound
    }

    var remaining: Int { end - position }

    mutating func byte() throws(ParquetError) -> UInt8 {
        guard position < end else { throw .corrupt("the data ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    /// Steps over `count` bytes and says where they stand.
    mutating func take(_ count: Int) throws(ParquetError) -> Range<Int> {
        guard count >= 0, count <= remaining else {
            throw .corrupt("\(count) bytes wanted where \(remaining) are left")
        }
        defer { position += count }
        return position..<(position + count)
    }

    /// A cursor over the next `count` bytes, which this cursor steps over.
    mutating func slice(_ count: Int) throws(ParquetError) -> ByteCursor { ByteCursor(bytes, try take(count)) }

    mutating func uint16() throws(ParquetError) -> UInt16 {
        let range = try take(2)
        return UInt16(bytes[range.lowerBound]) | UInt16(bytes[range.lowerBound + 1]) << 8
    }

    mutating func uint32() throws(ParquetError) -> UInt32 {
        let range = try take(4)
        return bytes.withUnsafeBytes {
            UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt32.self))
        }
    }

    /// `count` values as they lie in memory (Parquet and our machines are little-endian).
    mutating func array<Value: BitwiseCopyable>(of type: Value.Type, _ count: Int) throws(ParquetError) -> [Value] {
        let stride = MemoryLayout<Value>.stride
        guard count >= 0, count <= remaining / stride else {
            throw .corrupt("\(count) values of \(stride) bytes wanted where \(remaining) bytes are left")
        }
        let range = try take(count * stride)
        return [Value](unsafeUninitializedCapacity: count) { target, initialized in
            bytes.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(target).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range]))
            }
            initialized = count
        }
    }

    /// An unsigned LEB128 number of at most 64 bits.
    mutating func varint() throws(ParquetError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || (shift == 63 && next <= 1) else { throw .corrupt("a number has too many bytes") }
            value |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { return value }
            shift += 7
        }
    }

    /// A varint that counts or measures something, so it must fit an `Int`.
    mutating func count() throws(ParquetError) -> Int {
        guard let value = Int(exactly: try varint()) else { throw .corrupt("a count is out of range") }
        return value
    }

    mutating func zigzag() throws(ParquetError) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}
