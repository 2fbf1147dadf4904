import Foundations
import Parquet
import TestSupport
import Testing

@testable import Tables

@Suite struct PropertyTextTests {
    @Test(
        "numbers in any decimal spelling read as their correctly rounded double",
        arguments: [
            ("7", 7), ("51820.0", 51820), ("1e3", 1000), ("-0", 0), ("-0.0e5", 0), ("0012.50", 12.5), ("+5", 5),
            (".5", 0.5), ("5.", 5), ("-1.5E-3", -0.0015), (" 12 ", 12), ("1e+2", 100), ("0.1", 0.1),
            ("9007199254740993", 9_007_199_254_740_992), ("9007199254740995", 9_007_199_254_740_996),
            ("123456789012345678901234567890123456789012", 1.2345678901234568e41),
            ("1.7976931348623157e308", .greatestFiniteMagnitude), ("4.9e-324", .leastNonzeroMagnitude), ("1e-400", 0),
            ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown), ("0e999999999999", 0),
        ] as [(String, Double)])
    func doubles(text: String, expected: Double) {
        let value = PropertyText.double(text)
        #expect(value == expected)
        #expect(value?.sign != .minus || expected < 0)
    }

    @Test(
        "what is no number, or none that a double can hold, does not parse",
        arguments: [
            "NaN", "nan", "inf", "Infinity", "-Infinity", "1e400", "-1e400", "0x10", "0x1p4", "1,234", "12,5", "1 234",
            "1e", "e5", ".", "-", "+", "--1", "1.2.3", "12a", "1e1.5", "١٢", "$5", "5%", "1_000",
            "1e99999999999999999999",
        ])
    func notNumbers(text: String) {
        #expect(PropertyText.double(text) == nil)
        #expect(PropertyText.int64(text) == nil)
    }

    @Test("half way between two doubles goes to the even one, a trace more to the next")
    func ties() {
        // 2^53 + 1, and the same with a digit far behind the point.
        let tail = String(repeating: "0", count: 40) + "1"
        #expect(PropertyText.double("9007199254740993") == 0x1p53)
        #expect(PropertyText.double("9007199254740993." + tail) == 0x1p53 + 2)
        #expect(PropertyText.double("9007199254740993e-0") == 0x1p53)
        #expect(PropertyText.double("-9007199254740993." + tail + "e0") == -0x1p53 - 2)
    }

    @Test("what a double prints reads back as itself", arguments: 0..<20)
    func doubleRoundTrip(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<500 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(PropertyText.double("\(value)") == value)
            let plain = (Double(Int64.random(in: -1_000_000_000...1_000_000_000, using: &generator)) / 10_000)
            #expect(PropertyText.double("\(plain)") == plain)
        }
    }

    @Test("the quick way to a double agrees with the standard library's", arguments: 0..<20)
    func quickDoubles(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) &+ 1000)
        for _ in 0..<500 {
            let digits = Int.random(in: 1...19, using: &generator)
            let significand = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
            let text = "\(significand)e\(Int.random(in: -30...30, using: &generator))"
            #expect(PropertyText.double(text) == Double(text))
        }
    }

    @Test(
        "whole numbers are exact to the last of 64 bits",
        arguments: [
            ("9007199254740993", 9_007_199_254_740_993), ("51820.0", 51820), ("1e3", 1000), ("-0", 0), ("1.5e1", 15),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("12.5", nil), ("1e-1", nil), ("10e-1", 1), ("1e19", nil), ("1e400", nil),
            ("0.000", 0), ("100000000000000000000000000000000000000000e-40", 10),
        ] as [(String, Int64?)])
    func wholeNumbers(text: String, expected: Int64?) { #expect(PropertyText.int64(text) == expected) }

    @Test(
        "decimals are exact or not at all",
        arguments: [
            ("12.5", 125_000), ("12.34560", 123_456), ("12.34567", nil), ("-0.0001", -1),
            ("99999999999999.9999", 999_999_999_999_999_999),
            ("100000000000000", nil), ("1e13", 100_000_000_000_000_000), ("1e-5", nil), ("abc", nil), ("0", 0),
        ] as [(String, Int128?)])
    func decimals(text: String, expected: Int128?) {
        #expect(PropertyText.decimal(text, precision: 18, scale: 4) == expected)
    }

    @Test("decimals hold 38 digits and no more")
    func wideDecimals() {
        let nines = String(repeating: "9", count: 38)
        #expect(PropertyText.decimal(nines, precision: 38, scale: 0) == Int128(nines))
        #expect(PropertyText.decimal("-0." + nines, precision: 38, scale: 38) == Int128("-" + nines))
        #expect(PropertyText.decimal("1" + nines, precision: 38, scale: 0) == nil)
        #expect(PropertyText.decimal("1" + nines + "e-1", precision: 38, scale: 0) == nil)
        #expect(PropertyText.decimal("1" + String(repeating: "0", count: 38), precision: 38, scale: 0) == nil)
        #expect(PropertyText.decimal("1" + String(repeating: "0", count: 37), precision: 38, scale: 0) != nil)
    }

    @Test("booleans are true or false, and nothing is guessed")
    func booleans() {
        #expect(PropertyText.boolean("true") == true)
        #expect(PropertyText.boolean("FALSE") == false)
        for text in ["1", "0", "yes", "t", "truee", "", " "] { #expect(PropertyText.boolean(text) == nil) }
    }

    @Test(
        "dates are days or midnights in UTC",
        arguments: [
            ("2025-03-01", "2025-03-01"), ("1740787200000", "2025-03-01"), ("-86400000", "1969-12-31"),
            ("2025-03-01T00:00:00.000Z", "2025-03-01"), ("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31"),
            ("1740787200001", nil), ("2025-03-01T10:00:00Z", nil), ("2025-02-29", nil), ("0000-12-30", nil),
            ("12025-03-01", nil), ("01/03/2025", nil), ("2025-3-1", nil), ("tomorrow", nil), ("20250301", nil),
        ] as [(String, String?)])
    func dates(text: String, expected: String?) { #expect(PropertyText.date(text)?.iso8601 == expected) }

    @Test(
        "B019 and B020: date-times in ISO 8601 variants and as epoch milliseconds are the same instants",
        arguments: [
            ("2025-05-01T10:00:00", 1_746_093_600_000_000), ("2025-05-01 10:00:00Z", 1_746_093_600_000_000),
            ("2025-05-01T10:00Z", 1_746_093_600_000_000), ("2025-05-01T10:00:00.1234567Z", 1_746_093_600_123_456),
            ("2025-05-01T12:00:00+02:00", 1_746_093_600_000_000), ("1746093600000", 1_746_093_600_000_000),
            ("1.7460936E12", 1_746_093_600_000_000), ("2025-01-01T00:00:00.5Z", 1_735_689_600_500_000),
            ("2025-01-01T00:00:00.500Z", 1_735_689_600_500_000), ("2025-05-01", 1_746_057_600_000_000),
            ("-1", -1000), ("1969-12-31T23:59:59.999Z", -1000), ("0", 0),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999_000), ("253402300799999", 253_402_300_799_999_000),
            ("-62135596800000", -62_135_596_800_000_000),
            ("253402300800000", nil), ("-62135596800001", nil), ("294276-12-31T23:59:59Z", nil), ("1e400", nil),
            ("2025-05-01T25:00:00Z", nil), ("yesterday", nil), ("99999999999999999999", nil),
        ] as [(String, Int64?)])
    func timestamps(text: String, expected: Int64?) {
        #expect(PropertyText.timestamp(text)?.microseconds == expected)
    }
}
