import Foundations
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

@Suite("BoundBytes")
struct BoundBytesTests {
    /// Computed with pyiceberg 0.12.0 (`pyiceberg.conversions.to_bytes`), which follows the spec's Appendix D.
    @Test(
        "values are serialised as Appendix D says",
        arguments: [
            (.boolean(false), "00"), (.boolean(true), "01"), (.int32(34), "22000000"), (.int32(-1), "ffffffff"),
            (.int32(.min), "00000080"), (.int64(1_512_151_975_038_194), "f28c51514b5f0500"),
            (.int64(-1), "ffffffffffffffff"), (.double(1.0), "000000000000f03f"), (.double(-0.0), "0000000000000080"),
            (.double(.infinity), "000000000000f07f"), (.string(Array("iceberg".utf8)), "69636562657267"),
            (.string([]), ""), (.decimal(1420), "058c"), (.decimal(0), "00"), (.decimal(127), "7f"),
            (.decimal(128), "0080"), (.decimal(-128), "80"), (.decimal(-129), "ff7f"), (.decimal(-1), "ff"),
            (.decimal(99_999_999_999_999_999_999_999_999_999_999_999_999), "4b3b4ca85a86c47a098a223fffffffff"),
            (.decimal(-99_999_999_999_999_999_999_999_999_999_999_999_999), "b4c4b357a5793b85f675ddc000000001"),
        ] as [(ColumnBound, String)])
    func serialises(value: ColumnBound, hex: String) {
        #expect(BoundBytes.serialise(value).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == hex)
    }

    @Test("zero bounds cover both signs of zero")
    func widensZeros() {
        let bounds = BoundBytes.bounds(lower: .double(0.0), upper: .double(-0.0))
        #expect(bounds.lower == BoundBytes.serialise(.double(-0.0)))
        #expect(bounds.upper == BoundBytes.serialise(.double(0.0)))
    }

    @Test(
        "long text is cut between characters, and raised as an upper bound",
        arguments: [
            ("0123456789abcdef", "0123456789abcdef", "0123456789abcdef"),
            ("0123456789abcdefg", "0123456789abcdef", "0123456789abcdeg"),
            ("ääääääääääääääääx", "ääääääääääääääää", "äääääääääääääääå"),
            ("🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙃"),
            ("aaaaaaaaaaaaaaa\u{10FFFF}z", "aaaaaaaaaaaaaaa\u{10FFFF}", "aaaaaaaaaaaaaab"),
            ("aaaaaaaaaaaaaaa\u{D7FF}z", "aaaaaaaaaaaaaaa\u{D7FF}", "aaaaaaaaaaaaaaa\u{E000}"),
            ("", "", ""),
        ])
    func cuts(text: String, lower: String, upper: String) {
        #expect(TextBound.lower(Array(text.utf8)) == Array(lower.utf8))
        #expect(TextBound.upper(Array(text.utf8)) == Array(upper.utf8))
    }

    @Test("text of only the highest character has no upper bound when it must be cut")
    func leavesOutUpper() {
        let text = String(repeating: "\u{10FFFF}", count: 17)
        #expect(TextBound.upper(Array(text.utf8)) == nil)
        #expect(TextBound.lower(Array(text.utf8))?.count == 64)
    }

    @Test("bytes that are not UTF-8 have no bounds")
    func refusesBadText() {
        #expect(TextBound.upper([0xFF, 0xFE]) == nil)
        #expect(TextBound.lower([0xC3]) == nil)
    }

    @Test("bounds never cut off the text that they bound", arguments: 0..<20 as Range<UInt64>)
    func boundsHold(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet: [Unicode.Scalar] = [
            "a", "z", "\u{7F}", "é", "\u{7FF}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "🙂", "\u{10FFFF}",
        ]
        for _ in 0..<500 {
            let length = Int.random(in: 0...40, using: &generator)
            var text = String.UnicodeScalarView()
            for _ in 0..<length { text.append(alphabet.randomElement(using: &generator) ?? "a") }
            let bytes = Array(String(text).utf8)
            if let lower = TextBound.lower(bytes) { #expect(!bytes.lexicographicallyPrecedes(lower)) }
            if let upper = TextBound.upper(bytes) { #expect(!upper.lexicographicallyPrecedes(bytes)) }
        }
    }
}
