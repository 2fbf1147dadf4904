import Crypto

/// How a name of HubSpot's becomes an identifier that every engine takes unquoted and no engine folds.
enum NameFolding {
    /// The longest name in bytes; Glue and Redshift allow little more.
    static let limit = 120

    /// ASCII letters in lower case, digits and `_` as they are, `_` for each other Unicode scalar.
    static func fold(_ name: String) -> String {
        var folded = ""
        folded.reserveCapacity(name.utf8.count)
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", "_": folded.unicodeScalars.append(scalar)
            case "A"..."Z": folded.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            default: folded.append("_")
            }
        }
        return folded
    }

    /// Whether the name is an identifier already.
    static func isPlain(_ name: String) -> Bool { fold(name) == name }

    /// The first 8 hex digits of SHA-256 of `text`.
    static func fingerprint(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(4).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
