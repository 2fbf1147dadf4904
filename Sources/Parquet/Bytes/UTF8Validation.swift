/// Whether bytes are well-formed UTF-8 (RFC 3629: shortest forms only, no surrogates, at most U+10FFFF).
///
/// Readers of Parquet refuse a whole file for one bad byte in a text column, so the writer looks first.
func isWellFormedUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    let count = bytes.count
    var at = 0
    while at < count {
        // Eight ASCII bytes at a time: most text is.
        if at + 8 <= count, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
            at += 8
            continue
        }
        let lead = bytes[at]
        if lead < 0x80 {
            at += 1
            continue
        }
        let length: Int
        let second: ClosedRange<UInt8>
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return false
        }
        guard at + length <= count, second.contains(bytes[at + 1]) else { return false }
        var next = at + 2
        while next < at + length {
            guard bytes[next] & 0xC0 == 0x80 else { return false }
            next += 1
        }
        at += length
    }
    return true
}
