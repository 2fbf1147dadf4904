/// DELTA_BINARY_PACKED and its two uses for byte arrays, read side: other engines write them, we do not.
enum DeltaEncoding {
    /// Reads a DELTA_BINARY_PACKED sequence of `count` values; sums wrap around, as the format says.
    static func integers(_ count: Int, from cursor: inout ByteCursor) throws(ParquetError) -> [Int64] {
        let blockSize = try cursor.count()
        let miniblockCount = try cursor.count()
        let total = try cursor.count()
        let first = try cursor.zigzag()
        guard blockSize > 0, blockSize <= 1 << 20, miniblockCount > 0, miniblockCount <= blockSize,
            blockSize % 128 == 0, blockSize % miniblockCount == 0, (blockSize / miniblockCount) % 32 == 0
        else { throw .corrupt("impossible block sizes of a delta encoding") }
        guard total == count else { throw .corrupt("a delta encoding of \(total) values where \(count) belong") }
        guard count > 0 else { return [] }
        let miniblockSize = blockSize / miniblockCount
        var values = [first]
        var last = first
        while values.count < count {
            let smallest = try cursor.zigzag()
            let widths = try cursor.take(miniblockCount)
            for width in widths where values.count < count {
                let bitWidth = Int(cursor.bytes[width])
                guard bitWidth <= 64 else { throw .corrupt("a bit width of \(bitWidth)") }
                let used = min(miniblockSize, count - values.count)
                // The last miniblock's padding may be missing.
                let byteCount = min(miniblockSize / 8 * bitWidth, cursor.remaining)
                guard byteCount * 8 >= used * bitWidth else { throw .corrupt("packed deltas end too early") }
                let range = try cursor.take(byteCount)
                unpack(used, bitWidth, cursor.bytes, range, smallest, &last, into: &values)
            }
        }
        return values
    }

    private static func unpack(
        _ count: Int, _ bitWidth: Int, _ bytes: [UInt8], _ range: Range<Int>, _ smallest: Int64, _ last: inout Int64,
        into values: inout [Int64]
    ) {
        let mask: UInt64 = bitWidth == 64 ? .max : (1 << UInt64(bitWidth)) - 1
        bytes.withUnsafeBufferPointer { bytes in
            var at = range.lowerBound
            var buffer: UInt128 = 0
            var filled = 0
            for _ in 0..<count {
                while filled < bitWidth {
                    buffer |= UInt128(bytes[at]) << UInt128(filled)
                    at += 1
                    filled += 8
                }
                let delta = UInt64(truncatingIfNeeded: buffer) & mask
                buffer >>= UInt128(bitWidth)
                filled -= bitWidth
                last = last &+ smallest &+ Int64(bitPattern: delta)
                values.append(last)
            }
        }
    }

    /// Reads lengths or prefix lengths: delta-encoded counts that may not be negative.
    private static func lengths(_ count: Int, from cursor: inout ByteCursor) throws(ParquetError) -> [Int] {
        let values = try integers(count, from: &cursor)
        guard values.allSatisfy({ (0...Int64(Int32.max)).contains($0) }) else { throw .corrupt("an impossible length") }
        return values.map(Int.init)
    }

    /// Reads DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.
    static func byteArrays(_ count: Int, from cursor: inout ByteCursor) throws(ParquetError) -> ByteArrays {
        let lengths = try lengths(count, from: &cursor)
        let total = lengths.reduce(0, +)
        let range = try cursor.take(total)
        var arrays = ByteArrays(bytes: Array(cursor.bytes[range]))
        arrays.ends.reserveCapacity(count)
        var end = 0
        for length in lengths {
            end += length
            arrays.ends.append(end)
        }
        return arrays
    }

    /// Reads DELTA_BYTE_ARRAY: each value is a prefix of the one before and a suffix of its own.
    ///
    /// A few bytes can stand for very long values, hence `byteLimit`.
    static func prefixedByteArrays(
        _ count: Int, from cursor: inout ByteCursor, byteLimit: Int
    ) throws(ParquetError) -> ByteArrays {
        let prefixes = try lengths(count, from: &cursor)
        let suffixes = try byteArrays(count, from: &cursor)
        var arrays = ByteArrays()
        var lastStart = 0
        for (index, prefix) in prefixes.enumerated() {
            let start = arrays.bytes.count
            guard prefix <= start - lastStart else { throw .corrupt("a prefix longer than the value before") }
            let suffix = suffixes.range(index)
            guard start + prefix + suffix.count <= byteLimit else { throw .corrupt("values beyond the size limit") }
            arrays.bytes.append(contentsOf: arrays.bytes[lastStart..<(lastStart + prefix)])
            arrays.bytes.append(contentsOf: suffixes.bytes[suffix])
            arrays.ends.append(arrays.bytes.count)
            lastStart = start
        }
        return arrays
    }
}

/// Byte arrays one after another.
struct ByteArrays {
    var ends: [Int] = []
    var bytes: [UInt8] = []

    init(ends: [Int] = [], bytes: [UInt8] = []) {
        self.ends = ends
        self.bytes = bytes
    }

    func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}
