import Foundation
import XMLCoder

/// An XML document from a peer: bounded, and without the parts of XML that can be used for attacks.
enum XMLAnswer {
    /// Why a document is not read.
    struct Refusal: Error, Hashable, CustomStringConvertible {
        var description: String
    }

    /// Decodes the document in `body`. Throws ``Refusal``, or a `DecodingError` when it is not a `Value`.
    ///
    /// - Parameters:
    ///   - limit: bytes, beyond which it is not read.
    ///   - trimsBlanks: whether blanks around texts are left out.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from body: [UInt8], limit: Int, trimsBlanks: Bool
    ) throws -> Value {
        guard body.count <= limit else { throw Refusal(description: "it is larger than \(limit) bytes") }
        // AWS never sends a document type; entities can only stand in one.
        guard body.firstRange(of: Array("<!DOCTYPE".utf8)) == nil else {
            throw Refusal(description: "it declares a document type")
        }
        return try XMLDecoder(trimValueWhitespaces: trimsBlanks).decode(type, from: Data(withoutBlankLines(body)))
    }

    /// `body` from its first character on: S3 sends blank lines while it puts an object's parts together, before the XML itself.
    static func withoutBlankLines(_ body: [UInt8]) -> ArraySlice<UInt8> {
        body.drop { [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t")].contains($0) }
    }
}
