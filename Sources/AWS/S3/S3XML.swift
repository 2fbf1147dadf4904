import Foundations

/// S3's XML documents, in both directions.
enum S3XML {
    /// An answer; keys of objects in it may begin or end with blanks.
    static func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8], limit: Int) throws -> Value {
        do {
            return try XMLAnswer.decode(type, from: body, limit: limit, trimsBlanks: false)
        } catch let refusal as XMLAnswer.Refusal {
            throw Failure(.invalidData, "cannot read S3's answer", why: refusal.description)
        }
    }

    /// The name of the root element; nil when the body does not begin like XML.
    static func root(of body: [UInt8]) -> Substring? {
        var rest = String(decoding: XMLAnswer.withoutBlankLines(body).prefix(512), as: UTF8.self)[...]
        if rest.hasPrefix("<?xml") {
            guard let end = rest.firstRange(of: "?>") else { return nil }
            rest = rest[end.upperBound...].drop(while: \.isWhitespace)
        }
        guard rest.hasPrefix("<") else { return nil }
        return rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == ":" }
    }

    /// The text in a root element that has no other elements.
    static func text(ofRoot body: [UInt8]) throws -> String {
        struct Root: Decodable {
            var text: String?
            enum CodingKeys: String, CodingKey { case text = "" }
        }
        return try decode(Root.self, from: body, limit: 1 << 16).text ?? ""
    }

    /// `text` as the content of an element; characters that XML 1.0 cannot hold become references, which S3 reads.
    static func escape(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            case _ where scalar.value < 32: escaped += "&#\(scalar.value);"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
