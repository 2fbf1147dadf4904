import Foundation
import Foundations
import TestSupport
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "reads the ISO forms that HubSpot sends, to the microsecond (B019, B020)",
        arguments: [
            ("2025-05-01T10:00:00", "2025-05-01T10:00:00.000Z"),
            ("2025-05-01 10:00:00Z", "2025-05-01T10:00:00.000Z"),
            ("2025-05-01T10:00Z", "2025-05-01T10:00:00.000Z"),
            ("2025-05-01T10:00:00.1234567Z", "2025-05-01T10:00:00.123456Z"),
            ("2025-01-01T00:00:00.5Z", "2025-01-01T00:00:00.500Z"),
            ("2025-05-01T12:00:00+02:00", "2025-05-01T10:00:00.000Z"),
            ("2025-05-01T08:30:00-0130", "2025-05-01T10:00:00.000Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999Z"),
        ])
    func readsISO(text: String, expected: String) throws {
        #expect(try #require(Timestamp(iso8601: text)).iso8601 == expected)
    }

    @Test(
        "refuses days that do not exist, other forms and years that readers cannot show (B015)",
        arguments: [
            "", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-01-01", "2025-01-01T24:00:00Z", "now",
            "0000-12-30T00:00:00Z", "12025-03-01T00:00:00Z", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00X",
            "2025-01-01T00:00:00Z ", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00",
        ])
    func refuses(text: String) { #expect(Timestamp(iso8601: text) == nil) }

    @Test("prints and reads back any moment of the years 1 to 9999")
    func roundTrips() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            let moment = Timestamp(microseconds: Int64.random(in: Timestamp.years1To9999, using: &generator))
            #expect(try #require(Timestamp(iso8601: moment.iso8601)) == moment)
        }
    }

    @Test("agrees with Foundation about the calendar")
    func agreesWithFoundation() throws {
        let formatter = ISO8601DateFormatter()
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<500 {
            // Foundation switches to the Julian calendar before 1582.
            let seconds = Int64.random(in: -12_000_000_000...253_402_300_799, using: &generator)
            let text = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(try #require(Timestamp(iso8601: text)).microseconds == seconds * 1_000_000)
        }
    }

    @Test("counts milliseconds downwards before 1970")
    func millisecondsBeforeTheEpoch() {
        #expect(Timestamp(microseconds: -1).milliseconds == -1)
        #expect(Timestamp(microseconds: -1000).milliseconds == -1)
        #expect(Timestamp(milliseconds: Int64.max) == nil)
    }
}
