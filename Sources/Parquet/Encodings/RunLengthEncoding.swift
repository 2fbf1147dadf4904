/// Parquet's hybrid of run lengths and bit packing, for levels, dictionary indices and booleans.
enum RunLengthEncoding {
    /// The bits that the largest of `count` indices needs.
    static func bitWidth(forCount count: Int) -> Int { count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount }

    /// Appends indices, each below 2 to the power of `bitWidth`.
    ///
    /// Eight equal values or more become a run; all else is packed in groups of eight.
    static func append(_ values: ArraySlice<UInt32>, bitWidth: Int, to target: inout [UInt8]) {
        encode(values, bitWidth, to: &target)
    }

    /// Appends levels, each 0 or 1.
    static func append(levels: [UInt8], to target: inout [UInt8]) { encode(levels[...], 1, to: &target) }

    // Private, so that it is specialised in debug builds too, which do not look across files.
    private static func encode<Value: FixedWidthInteger & UnsignedInteger>(
        _ values: ArraySlice<Value>, _ bitWidth: Int, to target: inout [UInt8]
    ) {
        values.withUnsafeBufferPointer { values in
            var packedStart = 0
            var at = 0
            while at < values.count {
                var runEnd = at + 1
                while runEnd < values.count, values[runEnd] == values[at] { runEnd += 1 }
                // The packed stretch before the run is filled to a whole group with the run's first values.
                let borrowed = (8 - (at - packedStart) % 8) % 8
                if runEnd - at >= 8 + borrowed {
                    pack(values[packedStart..<(at + borrowed)], bitWidth, to: &target)
                    appendRun(of: values[at], count: runEnd - at - borrowed, bitWidth, to: &target)
                    packedStart = runEnd
                }
                at = runEnd
            }
            pack(values[packedStart...], bitWidth, to: &target)
        }
    }

    private static func appendRun<Value: FixedWidthInteger>(
        of value: Value, count: Int, _ bitWidth: Int, to target: inout [UInt8]
    ) {
        target.append(varint: UInt64(count) << 1)
        for byte in 0..<((bitWidth + 7) / 8) { target.append(UInt8(truncatingIfNeeded: value >> Value(byte * 8))) }
    }

    private static func pack<Value: FixedWidthInteger>(
        _ values: Slice<UnsafeBufferPointer<Value>>, _ bitWidth: Int, to target: inout [UInt8]
    ) {
        guard !values.isEmpty else { return }
        let groups = (values.count + 7) / 8
        target.append(varint: UInt64(groups) << 1 | 1)
        var buffer: UInt64 = 0
        var filled = 0
        for value in values {
            buffer |= UInt64(truncatingIfNeeded: value) << UInt64(filled)
            filled += bitWidth
            while filled >= 8 {
                target.append(UInt8(truncatingIfNeeded: buffer))
                buffer >>= 8
                filled -= 8
            }
        }
        var missing = (groups * 8 - values.count) * bitWidth + filled
        while missing > 0 {
            target.append(UInt8(truncatingIfNeeded: buffer))
            buffer = 0
            missing -= 8
        }
    }

    /// Reads `count` values of `bitWidth` bits.
    static func decode(
        _ count: Int, bitWidth: Int, from cursor: inout ByteCursor
    ) throws(ParquetError) -> [UInt32] {
        guard (0...32).contains(bitWidth) else { throw .corrupt("a bit width of \(bitWidth)") }
        var values: [UInt32] = []
        while values.count < count {
            let header = try cursor.count()
            let wanted = count - values.count
            if header & 1 == 0 {
                let length = header >> 1
                guard length > 0 else { throw .corrupt("an empty run") }
                var value: UInt32 = 0
                for byte in 0..<((bitWidth + 7) / 8) { value |= UInt32(try cursor.byte()) << UInt32(byte * 8) }
                values.append(contentsOf: repeatElement(value, count: min(length, wanted)))
            } else {
                let groups = header >> 1
                guard groups > 0 else { throw .corrupt("an empty packed run") }
                let used = groups > wanted / 8 ? wanted : groups * 8
                // Some writers leave out the padding of the last group, so a whole group may not be there.
                let range = try cursor.take(min(min(groups, cursor.remaining) * bitWidth, cursor.remaining))
                guard range.count * 8 >= used * bitWidth else { throw .corrupt("packed values end too early") }
                unpack(used, bitWidth, cursor.bytes, range, into: &values)
            }
        }
        return values
    }

    private static func unpack(
        _ count: Int, _ bitWidth: Int, _ bytes: [UInt8], _ range: Range<Int>, into values: inout [UInt32]
    ) {
        let mask = (UInt64(1) << UInt64(bitWidth)) - 1
        values.reserveCapacity(values.count + count)
        bytes.withUnsafeBufferPointer { bytes in
            var at = range.lowerBound
            var buffer: UInt64 = 0
            var filled = 0
            for _ in 0..<count {
                while filled < bitWidth {
                    buffer |= UInt64(bytes[at]) << UInt64(filled)
                    at += 1
                    filled += 8
                }
                values.append(UInt32(truncatingIfNeeded: buffer & mask))
                buffer >>= UInt64(bitWidth)
                filled -= bitWidth
            }
        }
    }
}
