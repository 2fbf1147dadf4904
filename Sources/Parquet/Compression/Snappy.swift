/// Snappy's raw format, read side: what pyarrow, Spark and DuckDB write by default.
///
/// Follows the format description of google/snappy (`format_description.txt`).
enum Snappy {
    static func decompress(_ compressed: ByteCursor, to count: Int) throws(ParquetError) -> [UInt8] {
        var cursor = compressed
        guard try cursor.count() == count else { throw .corrupt("snappy: another size than the page says") }
        var output: [UInt8] = []
        output.reserveCapacity(count)
        while cursor.remaining > 0 {
            let tag = try cursor.byte()
            let size = Int(tag >> 2)
            switch tag & 3 {
            case 0:
                var length = size + 1
                if size >= 60 {
                    length = 1
                    for byte in 0..<(size - 59) { length += Int(try cursor.byte()) << (byte * 8) }
                }
                guard length <= count - output.count else { throw .corrupt("snappy: more bytes than the page says") }
                let range = try cursor.take(length)
                cursor.bytes.withUnsafeBufferPointer {
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range]))
                }
            case 1:
                let offset = Int(tag >> 5) << 8 | Int(try cursor.byte())
                try copy(4 + (size & 7), from: offset, limit: count, &output)
            case 2: try copy(size + 1, from: Int(try cursor.uint16()), limit: count, &output)
            default: try copy(size + 1, from: Int(try cursor.uint32()), limit: count, &output)
            }
        }
        guard output.count == count else { throw .corrupt("snappy: fewer bytes than the page says") }
        return output
    }

    /// A copy may overlap what it writes: it then repeats.
    private static func copy(
        _ length: Int, from offset: Int, limit: Int, _ output: inout [UInt8]
    ) throws(ParquetError) {
        guard offset > 0, offset <= output.count, length <= limit - output.count else {
            throw .corrupt("snappy: a copy from outside the page")
        }
        var at = output.count - offset
        for _ in 0..<length {
            output.append(output[at])
            at += 1
        }
    }
}
