/// JSON (RFC 8259) of texts and whole numbers, built byte by byte: the same members always give the same bytes.
enum JSONText {
    /// `members` as an object of texts, in the given order, without white space.
    static func object(_ members: some Sequence<(name: String, value: String)>) -> [UInt8] {
        joined(members, "{", "}") { member, json in
            append(member.name, to: &json)
            json.append(UInt8(ascii: ":"))
            append(member.value, to: &json)
        }
    }

    /// `members` as an object of numbers, in the given order, without white space.
    static func object(_ members: some Sequence<(name: String, number: Int64)>) -> [UInt8] {
        joined(members, "{", "}") { member, json in
            append(member.name, to: &json)
            json += Array(":\(member.number)".utf8)
        }
    }

    /// `texts` as an array, in the given order, without white space.
    static func array(_ texts: some Sequence<String>) -> [UInt8] {
        joined(texts, "[", "]") { text, json in append(text, to: &json) }
    }

    /// Appends `text` as a string: quotes, backslashes and control characters escaped, all else as it is.
    static func append(_ text: String, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): json += [UInt8(ascii: "\\"), byte]
            case 0x08: json += Array("\\b".utf8)
            case 0x09: json += Array("\\t".utf8)
            case 0x0A: json += Array("\\n".utf8)
            case 0x0C: json += Array("\\f".utf8)
            case 0x0D: json += Array("\\r".utf8)
            case 0..<0x20: json += Array("\\u00".utf8) + [hexDigit(byte >> 4), hexDigit(byte & 15)]
            default: json.append(byte)
            }
        }
        json.append(UInt8(ascii: "\""))
    }

    private static func joined<Members: Sequence>(
        _ members: Members, _ opening: Unicode.Scalar, _ closing: Unicode.Scalar,
        _ append: (Members.Element, inout [UInt8]) -> Void
    ) -> [UInt8] {
        var json = [UInt8(ascii: opening)]
        for member in members {
            if json.count > 1 { json.append(UInt8(ascii: ",")) }
            append(member, &json)
        }
        json.append(UInt8(ascii: closing))
        return json
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
