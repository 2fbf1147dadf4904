import CZstd

/// A Zstandard context, which is dear to make and used for many pages.
struct ZstdCompressor: ~Copyable {
    private let context: OpaquePointer?

    init() { context = ZSTD_createCCtx() }

    deinit { ZSTD_freeCCtx(context) }

    func compress(_ bytes: [UInt8], level: Int32) throws(ParquetError) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        var result = 0
        let compressed = [UInt8](unsafeUninitializedCapacity: bound) { target, initialized in
            result = bytes.withUnsafeBytes {
                ZSTD_compressCCtx(context, target.baseAddress, bound, $0.baseAddress, $0.count, level)
            }
            initialized = ZSTD_isError(result) == 0 ? result : 0
        }
        guard ZSTD_isError(result) == 0 else { throw .invalid("zstd: \(Self.message(result))") }
        return compressed
    }

    static func decompress(_ cursor: ByteCursor, to count: Int) throws(ParquetError) -> [UInt8] {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            result = cursor.bytes.withUnsafeBytes { source in
                ZSTD_decompress(
                    target.baseAddress, count, source.baseAddress.map { $0 + cursor.position }, cursor.remaining)
            }
            initialized = ZSTD_isError(result) == 0 ? result : 0
        }
        guard ZSTD_isError(result) == 0 else { throw .corrupt("zstd: \(message(result))") }
        guard bytes.count == count else { throw .corrupt("zstd gave \(bytes.count) bytes where \(count) belong") }
        return bytes
    }

    private static func message(_ code: Int) -> String { String(cString: ZSTD_getErrorName(code)) }
}
