import CZlib

/// gzip through zlib.
enum Gzip {
    /// zlib's window of 32 KiB, with 16 added for gzip's header and 32 to detect gzip or zlib's own.
    private static let gzipWindow: Int32 = 15 + 16
    private static let anyWindow: Int32 = 15 + 32

    static func compress(_ bytes: [UInt8], level: Int32) throws(ParquetError) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(&stream, level, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
        else { throw .invalid("gzip: level \(level) is not possible") }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        guard bound <= Int(UInt32.max) else { throw .invalid("gzip: a page beyond 4 GiB") }
        var status = Z_OK
        let compressed = [UInt8](unsafeUninitializedCapacity: bound) { target, initialized in
            status = bytes.withUnsafeBufferPointer { source in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                return deflate(&stream, Z_FINISH)
            }
            initialized = bound - Int(stream.avail_out)
        }
        guard status == Z_STREAM_END else { throw .invalid("gzip: zlib's status \(status)") }
        return compressed
    }

    /// Several members one after another are one stream, as the gzip format says.
    static func decompress(_ cursor: ByteCursor, to count: Int) throws(ParquetError) -> [UInt8] {
        guard count <= Int(UInt32.max), cursor.remaining <= Int(UInt32.max) else {
            throw .unsupported("a gzip page beyond 4 GiB")
        }
        var stream = z_stream()
        guard inflateInit2_(&stream, anyWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .invalid("gzip: out of memory")
        }
        defer { inflateEnd(&stream) }
        var status = Z_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { target, initialized in
            cursor.bytes.withUnsafeBufferPointer { source in
                stream.next_in = source.baseAddress.map { UnsafeMutablePointer(mutating: $0 + cursor.position) }
                stream.avail_in = UInt32(cursor.remaining)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(count)
                repeat {
                    status = inflate(&stream, Z_FINISH)
                } while status == Z_STREAM_END && stream.avail_in > 0 && inflateReset(&stream) == Z_OK
            }
            initialized = count - Int(stream.avail_out)
        }
        guard status == Z_STREAM_END, bytes.count == count else { throw .corrupt("gzip: damaged or of another size") }
        return bytes
    }
}
