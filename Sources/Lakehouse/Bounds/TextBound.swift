/// Bounds of text, cut to 16 characters (code points) on their borders. UTF-8 sorts as its code points do, so a cut prefix is a lower bound
/// as it is, and an upper bound once its last character is raised.
enum TextBound {
    static let length = 16

    /// At most 16 characters that are not above the text; nil for what is not UTF-8.
    static func lower(_ utf8: [UInt8]) -> [UInt8]? {
        guard let scalars = scalars(utf8) else { return nil }
        return encode(scalars.prefix(length))
    }

    /// At most 16 characters that are not below the text; nil where none exist (all at the highest code point) or it is not UTF-8.
    static func upper(_ utf8: [UInt8]) -> [UInt8]? {
        guard let scalars = scalars(utf8) else { return nil }
        guard scalars.count > length else { return utf8 }
        var kept = Array(scalars.prefix(length))
        while let last = kept.popLast() {
            guard let raised = successor(last) else { continue }
            return encode(kept + [raised])
        }
        return nil
    }

    private static func scalars(_ utf8: [UInt8]) -> [Unicode.Scalar]? {
        String(validating: utf8, as: UTF8.self).map { Array($0.unicodeScalars) }
    }

    /// The next code point that can stand in text: surrogates cannot.
    private static func successor(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        scalar.value == 0xD7FF ? Unicode.Scalar(0xE000 as UInt32) : Unicode.Scalar(scalar.value + 1)
    }

    private static func encode(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt8] {
        scalars.flatMap { Array(String(Character($0)).utf8) }
    }
}
