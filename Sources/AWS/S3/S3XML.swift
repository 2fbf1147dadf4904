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
        return try XMLDecoder(trimValueWhitespaces: false).decode(type, from: Data(body))
    }

    /// The name of the root element; nil when the body does not begin like XML.
    static func root(of body: [UInt8]) -> Substring? {
        var rest = String(decoding: body.prefix(512), as: UTF8.self)[...].drop(while: \.isWhitespace)
        if rest.hasPrefix("<?xml") {
            guard let end = rest.firstRange(of: "?>") else { return nil }
            rest = rest[end.upperBound...].drop(while: \.isWhitespace)
        }
        guard rest.hasPrefix("<") else { return nil }
        return rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == ":" }
    }
}
