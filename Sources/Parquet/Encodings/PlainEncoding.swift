/// PLAIN, write side.
enum PlainEncoding {
    /// Appends the values of `rows`, nulls left out; decimals must fit the stored width.
    static func append(_ vector: ColumnVector, _ rows: Range<Int>, as stored: StoredColumn, to target: inout [UInt8]) {
        let validity = vector.nullCount == 0 ? nil : vector.validity
        switch stored.column.type {
        case .boolean: appendBits(present(vector.booleans, rows, validity), to: &target)
        case .int32, .date: target.append(memoryOf: present(vector.int32s, rows, validity))
        case .int64, .timestamp: target.append(memoryOf: present(vector.int64s, rows, validity))
        case .double: target.append(memoryOf: present(vector.doubles, rows, validity))
        case .string: appendStrings(vector, rows, validity, to: &target)
        case .decimal: appendDecimals(present(vector.decimals, rows, validity), stored, to: &target)
        }
    }

    /// The values of `rows` that are there.
    static func present<Value>(_ values: [Value], _ rows: Range<Int>, _ validity: [Bool]?) -> [Value] {
        guard let validity else { return Array(values[rows]) }
        var present: [Value] = []
        present.reserveCapacity(rows.count)
        for row in rows where validity[row] { present.append(values[row]) }
        return present
    }

    private static func appendBits(_ values: [Bool], to target: inout [UInt8]) {
        var byte: UInt8 = 0
        for (index, value) in values.enumerated() {
            if value { byte |= 1 << UInt8(index & 7) }
            if index & 7 == 7 {
                target.append(byte)
                byte = 0
            }
        }
        if values.count % 8 != 0 { target.append(byte) }
    }

    private static func appendStrings(
        _ vector: ColumnVector, _ rows: Range<Int>, _ validity: [Bool]?, to target: inout [UInt8]
    ) {
        guard let last = rows.last else { return }
        var start = vector.stringRange(rows.lowerBound).lowerBound
        target.reserveCapacity(target.count + rows.count * 4 + vector.stringEnds[last] - start)
        vector.stringBytes.withUnsafeBufferPointer { bytes in
            for row in rows {
                let end = vector.stringEnds[row]
                if validity?[row] ?? true {
                    target.append(littleEndian: UInt32(truncatingIfNeeded: end - start))
                    target.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                }
                start = end
            }
        }
    }

    private static func appendDecimals(_ values: [Int128], _ stored: StoredColumn, to target: inout [UInt8]) {
        switch stored.physical {
        case .int32: target.append(memoryOf: values.map { Int32(truncatingIfNeeded: $0) })
        case .int64: target.append(memoryOf: values.map { Int64(truncatingIfNeeded: $0) })
        default:
            for value in values {
                for byte in stride(from: (stored.byteWidth - 1) * 8, through: 0, by: -8) {
                    target.append(UInt8(truncatingIfNeeded: value >> Int128(byte)))
                }
            }
        }
    }
}
