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
    static func of(_ bytes: ArraySlice<UInt8>, seed: UInt64) -> UInt64 {
        var state = mix(seed, UInt64(bytes.count))
        var word: UInt64 = 0
        var filled: UInt64 = 0
        for byte in bytes {
            word |= UInt64(byte) << (8 * filled)
            filled += 1
            if filled == 8 {
                state = mix(state ^ word, seed)
                word = 0
                filled = 0
            }
        }
        return mix(state ^ word, seed &+ 1)
    }
}
