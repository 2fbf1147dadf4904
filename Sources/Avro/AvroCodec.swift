import CZlib

/// How the blocks of a file are compressed.
public enum AvroCodec: String, Sendable, Hashable {
    /// Not at all.
    case null
    /// Raw DEFLATE (RFC 1951), which every Avro library knows.
    case deflate

    func compress(_ bytes: [UInt8]) throws(AvroError) -> [UInt8] {
        switch self {
        case .null: bytes
        case .deflate: try Self.deflated(bytes)
        }
    }

    func decompress(_ bytes: ArraySlice<UInt8>, limit: Int) throws(AvroError) -> [UInt8] {
        switch self {
        case .null: Array(bytes)
        case .deflate: try Self.inflated(Array(bytes), limit: limit)
        }
    }

    private static let rawWindow: Int32 = -15
    private static let streamSize = Int32(MemoryLayout<z_stream>.size)

    private static func deflated(_ bytes: [UInt8]) throws(AvroError) -> [UInt8] {
        var stream = z_stream()
        guard
            deflateInit2_(&stream, 6, Z_DEFLATED, rawWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, streamSize) == Z_OK
        else { throw AvroError(.unsupported, "zlib could not start") }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let capacity = output.count
        let status = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return CZlib.deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { throw AvroError(.unsupported, "zlib could not finish") }
        output.removeLast(capacity - Int(stream.total_out))
        return output
    }

    /// Grows with what comes out, never by what the file claims.
    private static func inflated(_ bytes: [UInt8], limit: Int) throws(AvroError) -> [UInt8] {
        var stream = z_stream()
        guard inflateInit2_(&stream, rawWindow, ZLIB_VERSION, streamSize) == Z_OK else {
            throw AvroError(.unsupported, "zlib could not start")
        }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let status = input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            var status = Z_OK
            repeat {
                let produced = chunk.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return target.count - Int(stream.avail_out)
                }
                output += chunk[..<produced]
                if produced == 0, status == Z_OK { status = Z_BUF_ERROR }
            } while status == Z_OK && output.count <= limit
            return status
        }
        guard output.count <= limit else { throw AvroError(.unsupported, "a block of more than \(limit) bytes") }
        guard status == Z_STREAM_END else { throw AvroError(.damaged, "a block that is not DEFLATE") }
        return output
    }
}
