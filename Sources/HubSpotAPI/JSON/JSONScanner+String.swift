extension JSONScanner {
    /// Reads a string, whose opening quotation mark is the current byte.
    mutating func string() throws(JSONError) -> String {
        let start = position + 1
        let end = try endOfPlainText(from: start)
        if bytes[end] == UInt8(ascii: "\"") {
            position = end + 1
            return try decoded(bytes[start..<end], startingAt: start)
        }
        return try escapedString(from: start, firstEscape: end)
    }

    /// Passes over a string; what nobody reads is not counted as repaired.
    mutating func skipString() throws(JSONError) {
        let repairedBefore = repairedTexts
        _ = try string()
        repairedTexts = repairedBefore
    }

    /// The next quotation mark or backslash.
    private mutating func endOfPlainText(from start: Int) throws(JSONError) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            if byte < 0x20 {
                position = index
                throw syntax("a control character stands unescaped in a string")
            }
            index += 1
        }
        position = bytes.count
        throw syntax("the text ends inside a string")
    }

    private mutating func decoded(_ text: some Collection<UInt8>, startingAt start: Int) throws(JSONError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw JSONError(.syntax, "a string is not UTF-8", offset: start)
        }
        return string
    }

    private mutating func escapedString(from start: Int, firstEscape: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<firstEscape])
        var wasRepaired = false
        position = firstEscape
        while bytes[position] == UInt8(ascii: "\\") {
            position += 1
            let scalar = try escapedScalar(&wasRepaired)
            text.append(contentsOf: scalar.utf8)
            let next = try endOfPlainText(from: position)
            text.append(contentsOf: bytes[position..<next])
            position = next
        }
        position += 1
        if wasRepaired { repairedTexts += 1 }
        return try decoded(text, startingAt: start)
    }

    /// The character that an escape stands for; the current byte is the one after the backslash.
    private mutating func escapedScalar(_ wasRepaired: inout Bool) throws(JSONError) -> Unicode.Scalar {
        guard position < bytes.count else { throw syntax("the text ends inside a string") }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default:
            position -= 1
            throw syntax("an escape that JSON does not have")
        }
        let unit = try hexadecimalUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        if unit < 0xDC00, let scalar = try lowSurrogate(after: unit) { return scalar }
        wasRepaired = true
        return "\u{FFFD}"
    }

    /// The character of a surrogate pair, if a low surrogate follows the high one.
    private mutating func lowSurrogate(after high: UInt16) throws(JSONError) -> Unicode.Scalar? {
        let afterHigh = position
        guard bytes.count - position >= 2, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        position += 2
        let low = try hexadecimalUnit()
        guard (0xDC00...0xDFFF).contains(low) else {
            position = afterHigh
            return nil
        }
        return Unicode.Scalar(0x10000 + (UInt32(high - 0xD800) << 10) + UInt32(low - 0xDC00))
    }

    private mutating func hexadecimalUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard position < bytes.count, let digit = hexadecimalDigit(bytes[position]) else {
                throw syntax("four hexadecimal digits were expected")
            }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    private func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
