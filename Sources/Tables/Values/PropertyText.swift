public import Foundations

/// The texts in which HubSpot sends property values, read exactly or not at all.
///
/// White space around a value is no matter: HubSpot stored such values until 2025. Nothing else is forgiven.
public enum PropertyText {
    /// The correctly rounded double of a number's text; nil where it is no number or beyond the doubles' range.
    /// Minus zero reads as zero.
    public static func double(_ text: String) -> Double? {
        withTrimmed(text) { bytes in
            guard let number = DecimalNumber(bytes) else { return nil }
            if let value = number.simpleDouble { return value }
            guard number.significand != 0 else { return 0 }
            guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
            return value == 0 ? 0 : value
        }
    }

    /// A whole number, however it is spelled (`51820`, `51820.0`, `1e3`); nil where it has a fraction or needs over 64 bits.
    public static func int64(_ text: String) -> Int64? { withTrimmed(text) { DecimalNumber($0)?.int64 } }

    /// The number in units of 10^-`scale`, never rounded: nil where it has more decimals than `scale`, zeros at the end not
    /// counted, or more than `precision` digits.
    public static func decimal(_ text: String, precision: Int, scale: Int) -> Int128? {
        withTrimmed(text) { DecimalNumber($0)?.unscaled(scale: scale, precision: precision) }
    }

    /// `true` or `false`, in any letter case; nil for all else.
    public static func boolean(_ text: String) -> Bool? {
        withTrimmed(text) { bytes in
            if equals(bytes, "true") { return true }
            return equals(bytes, "false") ? false : nil
        }
    }

    /// `YYYY-MM-DD`, or a moment (see ``timestamp(_:)``) that is midnight in UTC; nil for all else and outside the years
    /// 1 to 9999.
    public static func date(_ text: String) -> CivilDate? {
        let trimmed = trimmed(text)
        if let date = CivilDate(iso8601: trimmed) { return date }
        guard let moment = timestamp(trimmed), moment.microseconds % 86_400_000_000 == 0 else { return nil }
        return CivilDate(days: Int32(moment.microseconds / 86_400_000_000))
    }

    /// ISO 8601 (see `Timestamp`), a day (its midnight in UTC), or milliseconds since 1970 as a number, negative ones before;
    /// nil for all else and outside the years 1 to 9999.
    public static func timestamp(_ text: String) -> Timestamp? {
        let trimmed = trimmed(text)
        if let moment = Timestamp(iso8601: trimmed) { return moment }
        if let date = CivilDate(iso8601: trimmed) {
            return Timestamp(microseconds: Int64(date.days) * 86_400_000_000)
        }
        guard let unscaled = withTrimmed(trimmed, { DecimalNumber($0)?.unscaled(scale: 3) }),
            let microseconds = Int64(exactly: unscaled), Timestamp.years1To9999.contains(microseconds)
        else { return nil }
        return Timestamp(microseconds: microseconds)
    }

    /// Whether there is nothing but white space: no value, and no failure to read one.
    static func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy(isSpace) }
}

// MARK: - White space

extension PropertyText {
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.utf8.first, let last = text.utf8.last, isSpace(first) || isSpace(last) else {
            return text
        }
        return withTrimmed(text) { String(decoding: $0, as: UTF8.self) }
    }

    private static func withTrimmed<Value>(
        _ text: String, _ read: (Slice<UnsafeBufferPointer<UInt8>>) -> Value
    ) -> Value {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while let first = rest.first, isSpace(first) { rest.removeFirst() }
            while let last = rest.last, isSpace(last) { rest.removeLast() }
            return read(rest)
        }
    }

    private static func equals(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
        bytes.count == word.utf8CodeUnitCount
            && word.withUTF8Buffer { word in zip(bytes, word).allSatisfy { $0 | 0x20 == $1 } }
    }
}
