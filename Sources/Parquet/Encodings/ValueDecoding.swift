/// Decodes the values of a page, nulls left out, to a vector of the column's type.
struct ValueDecoding {
    let stored: StoredColumn
    let byteLimit: Int

    /// The `count` values that `encoding` put at `cursor`; dictionary indices are not values and are read elsewhere.
    func values(
        _ count: Int, _ encoding: Encoding, from cursor: inout ByteCursor
    ) throws(ParquetError) -> ColumnVector {
        switch (encoding, stored.physical) {
        case (.plain, _): return try plain(count, from: &cursor)
        case (.runLength, .boolean):
            let byteCount = Int(try cursor.uint32())
            var body = try cursor.slice(byteCount)
            let bits = try RunLengthEncoding.decode(count, bitWidth: 1, from: &body)
            return stored.vector(booleans: bits.map { $0 != 0 })
        case (.deltaBinaryPacked, .int32):
            let values = try DeltaEncoding.integers(count, from: &cursor)
            return stored.vector(int32s: values.map { Int32(truncatingIfNeeded: $0) })
        case (.deltaBinaryPacked, .int64):
            return try stored.vector(int64s: try DeltaEncoding.integers(count, from: &cursor))
        case (.deltaLengthByteArray, .byteArray):
            return try stored.vector(byteArrays: try DeltaEncoding.byteArrays(count, from: &cursor))
        case (.deltaByteArray, .byteArray):
            return try stored.vector(
                byteArrays: try DeltaEncoding.prefixedByteArrays(count, from: &cursor, byteLimit: byteLimit))
        case (.deltaByteArray, .fixedLengthByteArray):
            let arrays = try DeltaEncoding.prefixedByteArrays(count, from: &cursor, byteLimit: byteLimit)
            guard arrays.bytes.count == count * stored.byteWidth else { throw .corrupt("values of a wrong width") }
            return stored.vector(fixed: arrays.bytes[...])
        case (.byteStreamSplit, .int32), (.byteStreamSplit, .int64), (.byteStreamSplit, .float),
            (.byteStreamSplit, .double), (.byteStreamSplit, .fixedLengthByteArray):
            var joined = try joinStreams(count, from: &cursor)
            return try plain(count, from: &joined)
        default: throw .unsupported("encoding \(encoding) of \(stored.physical) values")
        }
    }

    private func plain(_ count: Int, from cursor: inout ByteCursor) throws(ParquetError) -> ColumnVector {
        switch stored.physical {
        case .boolean: return stored.vector(booleans: try bits(count, from: &cursor))
        case .int32: return stored.vector(int32s: try cursor.array(of: Int32.self, count))
        case .int64: return try stored.vector(int64s: try cursor.array(of: Int64.self, count))
        case .float: return stored.vector(doubles: try cursor.array(of: Float.self, count).map(Double.init))
        case .double: return stored.vector(doubles: try cursor.array(of: Double.self, count))
        case .byteArray: return try stored.vector(byteArrays: try byteArrays(count, from: &cursor))
        case .fixedLengthByteArray:
            guard count <= cursor.remaining / stored.byteWidth else { throw .corrupt("the values end too early") }
            return stored.vector(fixed: cursor.bytes[try cursor.take(count * stored.byteWidth)])
        case .int96: throw .unsupported("INT96 values")
        }
    }

    private func bits(_ count: Int, from cursor: inout ByteCursor) throws(ParquetError) -> [Bool] {
        let range = try cursor.take(count / 8 + (count % 8 == 0 ? 0 : 1))
        return (0..<count).map { cursor.bytes[range.lowerBound + $0 >> 3] >> UInt8($0 & 7) & 1 != 0 }
    }

    private func byteArrays(_ count: Int, from cursor: inout ByteCursor) throws(ParquetError) -> ByteArrays {
        // Each value takes at least the four bytes of its length.
        guard count <= cursor.remaining / 4 else { throw .corrupt("the values end too early") }
        var arrays = ByteArrays()
        arrays.ends.reserveCapacity(count)
        arrays.bytes.reserveCapacity(cursor.remaining - 4 * count)
        for _ in 0..<count {
            let length = Int(try cursor.uint32())
            let range = try cursor.take(length)
            cursor.bytes.withUnsafeBufferPointer {
                arrays.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range]))
            }
            arrays.ends.append(arrays.bytes.count)
        }
        return arrays
    }

    /// BYTE_STREAM_SPLIT keeps the first bytes of all values together, then all second bytes, and so on.
    private func joinStreams(_ count: Int, from cursor: inout ByteCursor) throws(ParquetError) -> ByteCursor {
        let width =
            switch stored.physical {
            case .int32, .float: 4
            case .fixedLengthByteArray: stored.byteWidth
            default: 8
            }
        guard count <= cursor.remaining / width else { throw .corrupt("the values end too early") }
        let range = try cursor.take(count * width)
        var joined = [UInt8](repeating: 0, count: count * width)
        for stream in 0..<width {
            for index in 0..<count {
                joined[index * width + stream] = cursor.bytes[range.lowerBound + stream * count + index]
            }
        }
        return ByteCursor(joined)
    }
}
