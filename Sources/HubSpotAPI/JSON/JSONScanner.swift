/// A strict pull reader of JSON (RFC 8259) over bytes in memory.
///
/// The caller walks the document it expects: `enter`, then `hasMember` or `hasElement` in a loop, reading or skipping one value
/// each time. Nothing is kept that the caller does not ask for, numbers keep their exact text, and no input can trap: depth is
/// bounded, UTF-8 is checked, and every error carries its byte offset.
///
/// One leniency, since HubSpot sends texts cut in the middle of a character: an unpaired surrogate escape becomes U+FFFD, and
/// the text is counted in ``repairedTexts``.
struct JSONScanner {
    /// Objects and arrays inside one another; HubSpot's answers need fewer than ten.
    static let depthLimit = 128

    let bytes: [UInt8]
    var position = 0
    /// Texts read so far in which an unpaired surrogate was replaced.
    var repairedTexts = 0
    private var depth = 0
    private var hasJustEntered = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Structure

    /// The first byte of the next value, key or closing bracket; the end of the input is an error.
    mutating func peek() throws(JSONError) -> UInt8 {
        skipBlanks()
        guard position < bytes.count else { throw syntax("the text ends too early") }
        return bytes[position]
    }

    /// Steps into an object.
    mutating func enterObject() throws(JSONError) { try enter(UInt8(ascii: "{"), "an object") }

    /// Steps into an array.
    mutating func enterArray() throws(JSONError) { try enter(UInt8(ascii: "["), "an array") }

    /// Whether the object has another member; steps out of the object if not.
    mutating func hasMember() throws(JSONError) -> Bool { try hasMore(closing: UInt8(ascii: "}")) }

    /// Whether the array has another element; steps out of the array if not.
    mutating func hasElement() throws(JSONError) -> Bool { try hasMore(closing: UInt8(ascii: "]")) }

    /// Reads a member's key and the colon after it.
    mutating func key() throws(JSONError) -> String {
        guard try peek() == UInt8(ascii: "\"") else { throw syntax("a key was expected") }
        let key = try string()
        try takeColon()
        return key
    }

    /// Reads a member's key only if it is exactly `quoted`, which includes the quotation marks.
    mutating func takeKey(_ quoted: [UInt8]) throws(JSONError) -> Bool {
        skipBlanks()
        guard !quoted.isEmpty, bytes.count - position >= quoted.count else { return false }
        for index in 0..<quoted.count where bytes[position + index] != quoted[index] { return false }
        position += quoted.count
        try takeColon()
        return true
    }

    /// Only blanks may follow the document.
    mutating func finish() throws(JSONError) {
        skipBlanks()
        guard position == bytes.count else { throw syntax("something follows the end of the document") }
    }

    // MARK: Values

    /// Passes over the next value, checking it as strictly as if it were read.
    mutating func skip() throws(JSONError) {
        switch try peek() {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"):
            try enterObject()
            while try hasMember() {
                guard try peek() == UInt8(ascii: "\"") else { throw syntax("a key was expected") }
                try skipString()
                try takeColon()
                try skip()
            }
        case UInt8(ascii: "["):
            try enterArray()
            while try hasElement() { try skip() }
        default: _ = try literal()
        }
    }

    /// Takes `null` if that is the next value.
    mutating func takeNull() throws(JSONError) -> Bool {
        guard try peek() == UInt8(ascii: "n") else { return false }
        _ = try literal()
        return true
    }

    /// The next value as text: nil for null, the text of a string, else the JSON exactly as it stands.
    mutating func text() throws(JSONError) -> String? {
        if try peek() == UInt8(ascii: "\"") { return try string() }
        if try takeNull() { return nil }
        let start = position
        try skip()
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// The next value as a whole number, be it a number or a string; nil for anything else.
    mutating func integer() throws(JSONError) -> Int64? {
        try text().flatMap { Int64($0) }
    }

    /// `true`, `false`, `null` or a number, as it stands.
    mutating func literal() throws(JSONError) -> Range<Int> {
        let start = position
        switch try peek() {
        case UInt8(ascii: "t"): try take("true")
        case UInt8(ascii: "f"): try take("false")
        case UInt8(ascii: "n"): try take("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try takeNumber()
        default: throw syntax("a value was expected")
        }
        return start..<position
    }

    // MARK: Errors

    func syntax(_ reason: String) -> JSONError { JSONError(.syntax, reason, offset: position) }

    func shape(_ reason: String) -> JSONError { JSONError(.shape, reason, offset: position) }

    // MARK: Bytes

    mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func enter(_ bracket: UInt8, _ name: String) throws(JSONError) {
        guard try peek() == bracket else { throw shape("\(name) was expected") }
        guard depth < Self.depthLimit else { throw syntax("more than \(Self.depthLimit) levels") }
        depth += 1
        position += 1
        hasJustEntered = true
    }

    private mutating func hasMore(closing bracket: UInt8) throws(JSONError) -> Bool {
        let isFirst = hasJustEntered
        hasJustEntered = false
        let next = try peek()
        if next == bracket {
            position += 1
            depth -= 1
            return false
        }
        if isFirst { return true }
        guard next == UInt8(ascii: ",") else { throw syntax("a comma or a closing bracket was expected") }
        position += 1
        return true
    }

    private mutating func takeColon() throws(JSONError) {
        guard try peek() == UInt8(ascii: ":") else { throw syntax("a colon was expected") }
        position += 1
    }

    private mutating func take(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count, bytes[position] == word.utf8Start[index] else {
                throw syntax("a value was expected")
            }
            position += 1
        }
    }

    private mutating func takeNumber() throws(JSONError) {
        _ = takeByte(UInt8(ascii: "-"))
        if !takeByte(UInt8(ascii: "0")) { try takeDigits() }
        if takeByte(UInt8(ascii: ".")) { try takeDigits() }
        if takeByte(UInt8(ascii: "e")) || takeByte(UInt8(ascii: "E")) {
            if !takeByte(UInt8(ascii: "+")) { _ = takeByte(UInt8(ascii: "-")) }
            try takeDigits()
        }
    }

    private mutating func takeDigits() throws(JSONError) {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        guard position > start else { throw syntax("a digit was expected") }
    }

    private mutating func takeByte(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}
