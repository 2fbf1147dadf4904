import CZlib

/// The CRC-32 of gzip and of Parquet's page headers.
func crc32(of bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
    bytes.withUnsafeBufferPointer { buffer in
        var checksum: UInt = 0
        var at = range.lowerBound
        // zlib counts in 32 bits.
        while at < range.upperBound {
            let length = min(range.upperBound - at, 1 << 30)
            checksum = CZlib.crc32(checksum, buffer.baseAddress.map { $0 + at }, UInt32(length))
            at += length
        }
        return UInt32(truncatingIfNeeded: checksum)
    }
}
