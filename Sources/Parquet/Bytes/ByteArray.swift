extension [UInt8] {
    /// Appends the bytes of `value`, lowest first.
    mutating func append(littleEndian value: UInt32) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// Appends `values` as they lie in memory (Parquet and our machines are little-endian).
    mutating func append(memoryOf values: [some BitwiseCopyable]) {
        values.withUnsafeBytes { append(contentsOf: $0) }
    }

    /// Appends an unsigned LEB128 number.
    mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}
