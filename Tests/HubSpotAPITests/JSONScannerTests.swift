import Foundation
import Foundations
import TestSupport
import Testing

@testable import HubSpotAPI

@Suite("JSONScanner")
struct JSONScannerTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test(
        "takes every form of RFC 8259",
        arguments: [
            "null", "true", "false", "0", "-0", "12.5", "1e3", "1E+3", "-1.25e-7", "\"\"", "[]", "{}", " [ 1 , 2 ] ",
            "{\"a\" : { } }\n", "\t\"x\"\r\n", "[[],[[]]]", "123456789012345678901234567890", "\"\\/\\b\\f\"",
            "\"\u{7F}\"",
        ])
    func accepts(_ text: String) throws { _ = try parse(text) }

    @Test(
        "refuses everything else, as damaged",
        arguments: [
            "", " ", "nul", "True", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", "NaN", "Infinity", "'a'", "\"",
            "\"a",
            "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\n\"", "\"\u{0}\"", "[", "[1", "[1,", "[1,]", "[,1]",
            "[1 2]",
            "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{1:2}", "{\"a\" 1}", "{,}", "]",
            "}",
            "1 2", "{}x", "[1]]", "// c\n1", "\u{FEFF}1", "{\"a\":\"b\"]", "[1}",
        ])
    func refuses(_ text: String) {
        let error = #expect(throws: JSONError.self) { try parse(text) }
        #expect(error?.kind == .syntax)
        #expect((0...text.utf8.count).contains(error?.offset ?? -1))
    }

    @Test("names the byte at which the text goes wrong")
    func offsets() {
        #expect(throws: JSONError(.syntax, "a value was expected", offset: 6)) {
            try parse(#"{"a":[]]"#.replacing("]]", with: "x"))
        }
        #expect(throws: JSONError(.syntax, "something follows the end of the document", offset: 3)) {
            try parse("{} 1")
        }
    }

    @Test("keeps the exact text of numbers, however long (B011)")
    func exactNumbers() throws {
        let value = try parse("[9007199254740993,1.10,-0,1e400]")
        #expect(value.array?.map(\.plainText) == ["9007199254740993", "1.10", "-0", "1e400"])
        #expect(value.array?.first?.integer == 9_007_199_254_740_993)
    }

    @Test("B018: an unpaired surrogate becomes U+FFFD and is counted once per text, a pair stays a character")
    func surrogates() throws {
        var scanner = JSONScanner(Array(#"["ok \ud83d","\ud83d\ud83d\ude00 \ude00","\uD83D\uDE00"]"#.utf8))
        let texts = try JSONValue(from: &scanner).array?.map(\.plainText)
        #expect(texts == ["ok \u{FFFD}", "\u{FFFD}😀 \u{FFFD}", "😀"])
        #expect(scanner.repairedTexts == 2)
    }

    @Test("B017: keeps U+0000 inside a text")
    func nul() throws {
        #expect(try parse(#""ab\u0000cd""#).string == "ab\0cd")
    }

    @Test(
        "refuses bytes that are not UTF-8",
        arguments: [[0xC3], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]]
            as [[UInt8]])
    func utf8(_ bytes: [UInt8]) {
        let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONError(.syntax, "a string is not UTF-8", offset: 1)) { try JSONValue(parsing: text) }
        #expect(throws: JSONError.self) {
            var scanner = JSONScanner(text)
            try scanner.skip()
        }
    }

    @Test("bounds the depth instead of overflowing the stack")
    func depth() throws {
        let limit = JSONScanner.depthLimit
        _ = try parse(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
        #expect(throws: JSONError.self) { try parse(String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONError.self) { try parse(String(repeating: #"{"a":"#, count: 100_000)) }
    }

    @Test("reads generated documents as Foundation does, and writes them so that Foundation reads the same")
    func agreesWithFoundation() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let text = randomDocument(depth: 4, using: &generator)
            let ours = try parse(text)
            let theirs = try foundation(text)
            #expect(plain(ours) == theirs, "\(text)")
            #expect(try foundation(ours.withSortedMembers.text) == theirs, "\(text)")
        }
    }

    @Test("never traps on damaged documents, and accepts none that Foundation refuses")
    func fuzz() throws {
        var generator = SeededGenerator(seed: 20_261_125)
        var refused = 0
        for _ in 0..<4_000 {
            var bytes = Array(randomDocument(depth: 3, using: &generator).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&bytes, using: &generator) }
            do {
                let value = try JSONValue(parsing: bytes)
                // Foundation takes neither unpaired surrogates nor numbers beyond a double.
                let isBeyondFoundation =
                    String(decoding: bytes, as: UTF8.self).lowercased().contains("\\ud") || plain(value).contains("inf")
                if !isBeyondFoundation {
                    #expect(throws: Never.self) {
                        try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
                    }
                }
            } catch {
                refused += 1
                #expect((0...bytes.count).contains(error.offset))
            }
        }
        #expect(refused > 1_000)
    }

    // MARK: Support

    /// Foundation's reading, as text that compares.
    private func foundation(_ text: String) throws -> String {
        plain(try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
    }

    private func plain(_ value: JSONValue) -> String {
        switch value {
        case .null: "∅"
        case .boolean(let flag): flag ? "yes" : "no"
        case .number(let number): "#\(Double(number) ?? .nan)"
        case .string(let text): "'\(text)'"
        case .array(let elements): "[\(elements.map(plain).joined(separator: ";"))]"
        case .object(let members):
            "{\(members.members.map { "\($0.name)=\(plain($0.value))" }.sorted().joined(separator: ";"))}"
        }
    }

    private func plain(_ value: Any) -> String {
        switch value {
        case is NSNull: "∅"
        case let text as String: "'\(text)'"
        case let array as [Any]: "[\(array.map(plain).joined(separator: ";"))]"
        case let members as [String: Any]: "{\(members.map { "\($0)=\(plain($1))" }.sorted().joined(separator: ";"))}"
        case let number as NSNumber:
            CFBooleanLike.isBoolean(number) ? (number.boolValue ? "yes" : "no") : "#\(number.doubleValue)"
        default: "?"
        }
    }

    private func randomDocument(depth: Int, using generator: inout SeededGenerator) -> String {
        let strings = ["\"\"", "\"a\"", #""\"\\\/""#, #""é\u00e9""#, #""\ud83d\ude00""#, "\"日本\"", #""\t x""#]
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
        case 0: return ["null", "true", "false"].randomElement(using: &generator) ?? "null"
        case 1, 2: return ["0", "-1", "12.5", "1e3", "9007199254740993", "0.1"].randomElement(using: &generator) ?? "0"
        case 3, 4: return strings.randomElement(using: &generator) ?? "\"\""
        case 5:
            let count = Int.random(in: 0..<4, using: &generator)
            let elements = (0..<count).map { _ in randomDocument(depth: depth - 1, using: &generator) }
            return "[" + elements.joined(separator: " ,") + "]"
        default:
            let count = Int.random(in: 0..<4, using: &generator)
            let members = (0..<count).map { "\"k\($0)\\n\": " + randomDocument(depth: depth - 1, using: &generator) }
            return "{ " + members.joined(separator: ",") + "}"
        }
    }
}

/// Changes, inserts, removes or cuts something.
func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes.insert(Array("{}[]\",:\\u0e-".utf8).randomElement(using: &generator) ?? 0, at: index)
    case 2: bytes.remove(at: index)
    default: bytes.removeLast(bytes.count - index)
    }
}

private enum CFBooleanLike {
    static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
