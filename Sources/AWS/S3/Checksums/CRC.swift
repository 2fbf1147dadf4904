/// A reflected cyclic redundancy check of at most 64 bits whose register starts and ends inverted: CRC-32C (RFC 3720) and
/// CRC-64/NVME (NVM Express) as S3 uses them.
///
/// Takes eight bytes a step with eight tables ("slicing by eight"); a 32-bit check lives in the register's lower half.
struct CRC: Sendable {
    /// The tables of one polynomial, eight of 256 words in a row.
    struct Tables: Sendable {
        fileprivate let words: [UInt64]
        fileprivate let mask: UInt64

        /// - Parameters:
        ///   - polynomial: bit-reversed.
        ///   - bits: the check's width.
        init(polynomial: UInt64, bits: Int) {
            mask = bits == 64 ? .max : (1 << UInt64(bits)) - 1
            var words = [UInt64](repeating: 0, count: 8 * 256)
            for byte in 0..<256 {
                words[byte] = (0..<8).reduce(UInt64(byte)) { word, _ in word >> 1 ^ (word & 1 == 1 ? polynomial : 0) }
            }
            for index in 256..<words.count {
                let shorter = words[index - 256]
                words[index] = shorter >> 8 ^ words[Int(shorter & 255)]
            }
            self.words = words
        }

        static let crc32c = Tables(polynomial: 0x82F6_3B78, bits: 32)
        static let crc64nvme = Tables(polynomial: 0x9A6C_9329_AC4B_C9B5, bits: 64)
    }

    private let tables: Tables
    private var register: UInt64

    init(_ tables: Tables) {
        self.tables = tables
        register = tables.mask
    }

    /// The check of all bytes so far.
    var value: UInt64 { register ^ tables.mask }

    mutating func update(_ bytes: ArraySlice<UInt8>) {
        var register = register
        bytes.withUnsafeBytes { bytes in
            tables.words.withUnsafeBufferPointer { words in
                var at = 0
                while at + 8 <= bytes.count {
                    register ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                    var next: UInt64 = 0
                    for slice in 0..<8 {
                        next ^= words[(7 - slice) << 8 | Int(register >> UInt64(8 * slice) & 255)]
                    }
                    register = next
                    at += 8
                }
                while at < bytes.count {
                    register = register >> 8 ^ words[Int((register ^ UInt64(bytes[at])) & 255)]
                    at += 1
                }
            }
        }
        self.register = register
    }
}
