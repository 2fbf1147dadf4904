import Foundation
import Foundations
import XMLCoder

/// S3's XML answers: bounded, and without the parts of XML that can be used for attacks.
enum S3XML {
    static func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8], limit: Int) throws -> Value {
        guard body.count <= limit else {
            throw Failure(.invalidData, "cannot read S3's answer", why: "it is larger than \(limit) bytes")
        }
        // S3 never sends a document type; entities can only stand in one.
        guard body.firstRange(of: Array("<!DOCTYPE".utf8)) == nil else {
            throw Failure(.invalidData, "cannot read S3's answer", why: "it declares a document type")
        }
        return try XMLDecoder(trimValueWhitespaces: false).decode(type, from: Data(trimmed(body)))
    }

    /// The name of the root element; nil when the body does not begin like XML.
    static func root(of body: [UInt8]) -> Substring? {
        var rest = String(decoding: trimmed(body).prefix(512), as: UTF8.self)[...]
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

    /// S3 sends blank lines while it puts an object's parts together, before the XML itself.
    private static func trimmed(_ body: [UInt8]) -> ArraySlice<UInt8> {
        body.drop { [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t")].contains($0) }
    }
}
