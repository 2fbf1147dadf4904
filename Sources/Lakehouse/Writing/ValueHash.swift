/// A small multiply-and-fold hash of 64 bits.
enum ValueHash {
    /// Folds the 128-bit product of two words that were made odd-ish by constants, so that zeros do not swallow the other side.
    @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ 0x2D35_8DCC_AA6C_78A5).multipliedFullWidth(by: right ^ 0x8BB8_4B93_962E_ACC9)
        let folded = product.high ^ product.low
        return folded ^ folded >> 29 ^ left &* 0xD6E8_FEB8_6659_FD93
    }

    /// The hash of some bytes, eight at a time; the length counts, so that trailing zeros do.
    @inline(__always)
    static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var state = mix(seed, UInt64(bytes.count))
        var offset = 0
        while bytes.count - offset >= 8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            state = mix(state ^ word, seed)
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        return mix(state ^ rest, seed &+ 1)
    }
}
