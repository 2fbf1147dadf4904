import Foundations
import Testing

@testable import Sync

@Suite("PrivacyDeadline")
struct PrivacyDeadlineTests {
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)

    @Test("records are looked at more often than the deadline, however seldom the rhythms say")
    func rhythm() {
        var rhythms = Rhythms()
        #expect(rhythms.holding(privacyDeadline: 86_400)[.scan] == 72_000)
        rhythms[.scan] = 3_600
        #expect(rhythms.holding(privacyDeadline: 86_400)[.scan] == 3_600)
        #expect(rhythms.holding(privacyDeadline: 86_400)[.lists] == Rhythms()[.lists])
    }

    @Test("a deadline that is not held is told with the time; one that is held is not")
    func warns() {
        func warning(_ age: Int64, isPending: Bool = false) -> String? {
            PrivacyDeadline.warning(86_400, lastScan: now.adding(seconds: -age), isPending: isPending, now: now)
        }
        #expect(warning(86_400) == nil)
        #expect(warning(86_401)?.contains("24 hours") == true)
        #expect(warning(86_401)?.contains(now.adding(seconds: -86_401).iso8601) == true)
        #expect(warning(0, isPending: true)?.contains("could not be erased") == true)
        #expect(PrivacyDeadline.warning(86_400, lastScan: nil, isPending: false, now: now) == nil)
    }

    @Test("the catalog keeps what is pending, and when each selection was looked at")
    func catalog() throws {
        var catalog = Catalog(claimedBy: 1, writtenBy: "1", at: now)
        catalog.setChoreTimes([.scan: now.adding(seconds: -90_000)], of: "owners")
        catalog.hasPendingErasure = true
        catalog = try ReportJSON.decode(Catalog.self, from: Array(try ReportJSON.encode(catalog)))
        #expect(catalog.privacyWarning(SyncSettings(tablePatterns: ["owners"]), now: now)?.contains("erased") == true)
        catalog.hasPendingErasure = nil
        let settings = SyncSettings(tablePatterns: ["owners"])
        #expect(catalog.privacyWarning(settings, now: now)?.contains("privacy-deadline") == true)
        catalog.setChoreTimes([.scan: now], of: "owners")
        #expect(catalog.privacyWarning(settings, now: now) == nil)
    }
}
