import Testing

@testable import AWS

@Suite("XMLAnswer")
struct XMLAnswerTests {
    private struct Body: Decodable, Equatable {
        var key: String

        enum CodingKeys: String, CodingKey { case key = "Key" }
    }

    private static func decode(_ text: String, limit: Int = 1000, trimsBlanks: Bool = false) throws -> Body {
        try XMLAnswer.decode(Body.self, from: Array(text.utf8), limit: limit, trimsBlanks: trimsBlanks)
    }

    @Test("blank lines before the document are passed over; blanks in texts stay unless they are unwanted")
    func blanks() throws {
        let text = "\r\n \n<?xml version=\"1.0\"?><Answer><Key> a b </Key></Answer>"
        #expect(try Self.decode(text) == Body(key: " a b "))
        #expect(try Self.decode(text, trimsBlanks: true) == Body(key: "a b"))
    }

    @Test("a document that is too large, or declares a type, is refused before it is read")
    func refusals() throws {
        let text = "<Answer><Key>a</Key></Answer>"
        #expect(try Self.decode(text, limit: text.utf8.count) == Body(key: "a"))
        #expect(throws: XMLAnswer.Refusal(description: "it is larger than 28 bytes")) {
            try Self.decode(text, limit: text.utf8.count - 1)
        }
        #expect(throws: XMLAnswer.Refusal(description: "it declares a document type")) {
            try Self.decode("<!DOCTYPE x [<!ENTITY a \"b\">]><Answer><Key>&a;</Key></Answer>")
        }
    }
}
