/// JSON objects of texts (RFC 8259), built byte by byte: the same members always give the same bytes.
enum JSONText {
    /// `members` as an object, in the given order, without white space.
    static func object(_ members: some Sequence<(name: String, value: String)>) -> [UInt8] {
        var json: [UInt8] = [UInt8(ascii: "{")]
        for (name, value) in members {
            if json.count > 1 { json.append(UInt8(ascii: ",")) }
            append(name, to: &json)
            json.append(UInt8(ascii: ":"))
            append(value, to: &json)
        }
        json.append(UInt8(ascii: "}"))
        return json
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

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
