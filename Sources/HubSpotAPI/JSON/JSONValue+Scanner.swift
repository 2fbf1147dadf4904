import Foundations

/// Control answers are read by the scanner that reads record pages, since other readers refuse a whole answer for one unpaired
/// surrogate in a label.
extension JSONValue {
    /// Reads a whole document.
    init(parsing bytes: [UInt8]) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        self = try JSONValue(from: &scanner)
        try scanner.finish()
    }

    /// Reads the next value.
    init(from scanner: inout JSONScanner) throws(JSONError) {
        switch try scanner.peek() {
        case UInt8(ascii: "{"):
            var members = JSONObject()
            try scanner.enterObject()
            while try scanner.hasMember() {
                let key = try scanner.key()
                members[key] = try JSONValue(from: &scanner)
            }
            self = .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try scanner.enterArray()
            while try scanner.hasElement() { elements.append(try JSONValue(from: &scanner)) }
            self = .array(elements)
        case UInt8(ascii: "\""): self = .string(try scanner.string())
        default:
            let literal = String(decoding: scanner.bytes[try scanner.literal()], as: UTF8.self)
            switch literal {
            case "null": self = .null
            case "true": self = .boolean(true)
            case "false": self = .boolean(false)
            default: self = .number(literal)
            }
        }
    }
}
