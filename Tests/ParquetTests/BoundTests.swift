import TestSupport
import Testing

@testable import Parquet

@Suite struct BoundTests {
    private let texts = BoundEncoding(stored: StoredColumn(writing: Column("t", .string)), byteLimit: 4)

    private func bound(_ text: String) -> ColumnBound { .string(Array(text.utf8)) }

    @Test(
        "a long upper bound is cut at a character and its last character raised",
        arguments: [
            ("abcdef", "abce"), ("abc\u{7F}zz", "abc\u{80}"), ("ab漢字", "ac"), ("a漢字", "a\u{6F23}"),
            ("ab\u{D7FF}\u{D7FF}", "ac"), ("a\u{D7FF}zz", "a\u{E000}"), ("a\u{10FFFF}zz", "b"),
            ("\u{10FFFF}a", nil), ("\u{7FF}\u{7FF}\u{7FF}", "\u{7FF}\u{800}"),
        ] as [(String, String?)])
    func upper(text: String, expected: String?) {
        let encoded = texts.upper(bound(text))
        #expect(encoded?.bytes == expected.map { Array($0.utf8) })
        #expect(encoded?.isExact != true)
    }

    @Test("a long lower bound is cut at a character", arguments: [("abcdef", "abcd"), ("ab漢字", "ab"), ("abc😀", "abc")])
    func lower(text: String, expected: String) {
        #expect(texts.lower(bound(text)) == .init(bytes: Array(expected.utf8), isExact: false))
    }

    @Test("a bound that fits stays as it is, NUL and all", arguments: ["", "abcd", "a\u{0}", "漢"])
    func exact(text: String) {
        #expect(texts.lower(bound(text)) == .init(bytes: Array(text.utf8), isExact: true))
        #expect(texts.upper(bound(text)) == .init(bytes: Array(text.utf8), isExact: true))
    }

    @Test("shortened bounds always enclose the text")
    func enclosing() {
        var generator = SeededGenerator(seed: 11)
        let characters: [Character] = [
            "a", "z", "\u{0}", "\u{7F}", "ä", "\u{7FF}", "\u{D7FF}", "\u{FFFF}", "😀", "\u{10FFFF}",
        ]
        for _ in 0..<5000 {
            let length = Int.random(in: 0..<9, using: &generator)
            let text = bound(String((0..<length).map { _ in characters.randomElement(using: &generator) ?? "a" }))
            #expect(!text.isLess(than: .string(texts.lower(text).bytes)))
            if let upper = texts.upper(text) { #expect(!ColumnBound.string(upper.bytes).isLess(than: text)) }
        }
    }

    @Test("text is ordered by code points, not by UTF-16 or collation")
    func textOrder() {
        #expect(bound("\u{FFFF}").isLess(than: bound("\u{10000}")))
        #expect(bound("Z").isLess(than: bound("a")))
        #expect(bound("a").isLess(than: bound("a\u{0}")))
    }

    @Test("NaN comes after infinity, and the zeros are equal")
    func doubleOrder() {
        #expect(ColumnBound.double(.infinity).isLess(than: .double(.nan)))
        #expect(!ColumnBound.double(.nan).isLess(than: .double(.nan)))
        #expect(!ColumnBound.double(-0.0).isLess(than: .double(0.0)))
    }
}
