import Foundations
import Testing

@Suite("JSONValue")
struct JSONValueTests {
    @Test(
        "a document comes back as it was, with the order of its members and the digits of its numbers",
        arguments: [
            "null", "true", "[]", "{}", "[1,-0,1.50,1e400,123456789012345678901234567890]", "\"\"",
            "{\"z\":1,\"a\":{\"b\":[null,false]},\"größe\":\"🙂\"}", "\"a\\\"b\\\\c\\n\\r\\t\\u0001/\"",
        ])
    func keepsText(text: String) throws {
        #expect(try #require(JSONValue(utf8: Array(text.utf8))).text == text)
    }

    @Test(
        "escapes are read",
        arguments: [
            ("\"\\u00e4\\/\\b\\f\"", "ä/\u{8}\u{C}"), ("\"\\ud83d\\ude42\"", "🙂"), ("\"\\uFFFF\"", "\u{FFFF}"),
        ])
    func readsEscapes(text: String, expected: String) {
        #expect(JSONValue(utf8: Array(text.utf8)) == .string(expected))
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "nul", "tru", "01", "1.", ".5", "+1", "1e", "-", "\"", "\"\\x\"", "\"\\ud83d\"", "\"\\ude42\"",
            "\"\\u12g4\"",
            "\"\n\"", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "[", "{", "1 2", "NaN", "'a'",
        ])
    func refuses(text: String) {
        #expect(JSONValue(utf8: Array(text.utf8)) == nil)
    }

    @Test("bytes that are not UTF-8 are refused")
    func refusesBadUTF8() {
        #expect(JSONValue(utf8: [0x22, 0xC3, 0x28, 0x22]) == nil)
    }

    @Test("nesting is bounded")
    func boundsNesting() {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(JSONValue(utf8: nested(128)) != nil)
        #expect(JSONValue(utf8: nested(129)) == nil)
        #expect(JSONValue(utf8: nested(1_000_000)) == nil)
    }

    @Test("members are found, replaced in place, added last and removed")
    func changesMembers() {
        var object: JSONObject = ["a": 1, "b": "two"]
        object["a"] = true
        object["c"] = .null
        object["b"] = nil
        #expect(JSONValue.object(object).text == "{\"a\":true,\"c\":null}")
        #expect(object["b"] == nil)
        #expect(JSONValue.object(object)["a"]?.boolean == true)
    }

    @Test("numbers are looked into only where they fit")
    func looksInside() {
        #expect(JSONValue.number("9223372036854775807").integer == .max)
        #expect(JSONValue.number("9223372036854775808").integer == nil)
        #expect(JSONValue.number("1.5").integer == nil)
        #expect(JSONValue.number("1.5").double == 1.5)
        #expect(JSONValue.string("1").integer == nil)
    }
}
