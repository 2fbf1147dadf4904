import Foundations

/// A JSON document as a tree, for HubSpot's small control answers and for request bodies.
///
/// Read with the same scanner as record pages: Foundation's decoder refuses a whole answer for one unpaired surrogate in a
/// label. Numbers keep their text. Every accessor is lenient, since HubSpot documents types that it does not keep to.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number, exactly as it was written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

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
            var members: [String: JSONValue] = [:]
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
            case "true": self = .bool(true)
            case "false": self = .bool(false)
            default: self = .number(literal)
            }
        }
    }
}

// MARK: - Reading

extension JSONValue {
    /// A member of an object; null where there is none.
    subscript(_ key: String) -> JSONValue {
        if case .object(let members) = self { return members[key] ?? .null }
        return .null
    }

    /// The text of a string, number or boolean; nil for everything else.
    var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// A whole number, written as a number or as a string.
    var integer: Int64? { text.flatMap { Int64($0) } }

    /// A boolean, written as such or as a string.
    var flag: Bool? {
        switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A moment, written in ISO 8601 or as epoch milliseconds.
    var time: Timestamp? { text.flatMap { Timestamp(hubSpot: $0) } }

    /// The elements of an array; nil for everything else.
    var elements: [JSONValue]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// The members of an object; nil for everything else.
    var members: [String: JSONValue]? {
        if case .object(let members) = self { return members }
        return nil
    }
}

extension Timestamp {
    /// A moment as HubSpot writes it: ISO 8601, or epoch milliseconds.
    init?(hubSpot text: String) {
        if let milliseconds = Int64(text) {
            self.init(milliseconds: milliseconds)
        } else {
            self.init(iso8601: text)
        }
    }
}

// MARK: - Writing

extension JSONValue {
    /// The document without blanks and with the keys of each object in order, so that equal values have equal text.
    var serialized: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let number): text += number
        case .string(let string): Self.write(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                Self.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
