/// From values as they are stored to a vector of the column's type, which has no nulls yet.
extension StoredColumn {
    func vector(booleans: [Bool]) -> ColumnVector {
        var vector = ColumnVector(column.type)
        vector.booleans = booleans
        vector.count = booleans.count
        return vector
    }

    func vector(int32s: [Int32]) -> ColumnVector {
        var vector = ColumnVector(column.type)
        if case .decimal = column.type { vector.decimals = int32s.map { Int128($0) } } else { vector.int32s = int32s }
        vector.count = int32s.count
        return vector
    }

    func vector(int64s: [Int64]) throws(ParquetError) -> ColumnVector {
        var vector = ColumnVector(column.type)
        if case .decimal = column.type {
            vector.decimals = int64s.map { Int128($0) }
        } else if microsecondsPerUnit == 1 {
            vector.int64s = int64s
        } else {
            vector.int64s.reserveCapacity(int64s.count)
            for value in int64s {
                let (microseconds, overflow) = value.multipliedReportingOverflow(by: microsecondsPerUnit)
                guard !overflow else { throw .unsupported("a time that microseconds cannot express") }
                vector.int64s.append(microseconds)
            }
        }
        vector.count = int64s.count
        return vector
    }

    func vector(doubles: [Double]) -> ColumnVector {
        var vector = ColumnVector(column.type)
        vector.doubles = doubles
        vector.count = doubles.count
        return vector
    }

    func vector(byteArrays: ByteArrays) throws(ParquetError) -> ColumnVector {
        var vector = ColumnVector(column.type)
        if column.type == .string {
            vector.stringEnds = byteArrays.ends
            vector.stringBytes = byteArrays.bytes
        } else {
            for index in byteArrays.ends.indices {
                vector.decimals.append(try Self.integer(bigEndian: byteArrays.bytes[byteArrays.range(index)]))
            }
        }
        vector.count = byteArrays.ends.count
        return vector
    }

    /// Decimals of `byteWidth` bytes each.
    func vector(fixed bytes: ArraySlice<UInt8>) -> ColumnVector {
        var vector = ColumnVector(column.type)
        let count = bytes.count / byteWidth
        vector.decimals.reserveCapacity(count)
        bytes.withUnsafeBufferPointer { bytes in
            for index in 0..<count {
                let start = index * byteWidth
                var value = Int128(Int8(bitPattern: bytes[start]))
                for at in (start + 1)..<(start + byteWidth) { value = value << 8 | Int128(bytes[at]) }
                vector.decimals.append(value)
            }
        }
        vector.count = count
        return vector
    }

    /// The number whose two's complement `bytes` holds, highest byte first; leading sign bytes beyond 16 are allowed.
    static func integer(bigEndian bytes: ArraySlice<UInt8>) throws(ParquetError) -> Int128 {
        guard let first = bytes.first else { return 0 }
        let sign: UInt8 = first & 0x80 == 0 ? 0 : 0xFF
        let excess = max(0, bytes.count - 16)
        guard bytes.prefix(excess).allSatisfy({ $0 == sign }) else { throw .unsupported("a decimal beyond 128 bits") }
        var value: Int128 = sign == 0 ? 0 : -1
        for byte in bytes.dropFirst(excess) { value = value << 8 | Int128(byte) }
        guard (value < 0) == (sign != 0) else { throw .unsupported("a decimal beyond 128 bits") }
        return value
    }
}
