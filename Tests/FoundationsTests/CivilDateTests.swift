import Foundations
import Testing

@Suite("CivilDate")
struct CivilDateTests {
    @Test("counts days from 1970", arguments: [("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016)])
    func counts(text: String, days: Int32) throws {
        #expect(try #require(CivilDate(iso8601: text)).days == days)
    }

    @Test("every day of the years 1 to 9999 comes back as itself")
    func roundTrips() throws {
        let first = try #require(CivilDate(iso8601: "0001-01-01")).days
        let last = try #require(CivilDate(iso8601: "9999-12-31")).days
        #expect(last - first == 3_652_058)
        for days in stride(from: first, through: last, by: 7) {
            let date = CivilDate(days: days)
            #expect(CivilDate(iso8601: date.iso8601) == date)
        }
    }

    @Test("refuses what is not a day", arguments: ["2025-02-30", "1900-02-29", "25-01-01", "2025-1-01", "0000-01-01"])
    func refuses(text: String) { #expect(CivilDate(iso8601: text) == nil) }
}
