import Foundations
import Lakehouse
import ObjectStore
import TestSupport
import Testing

@testable import Sync

@Suite("Housekeeping")
struct HousekeepingTests {
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)
    private let day: Int64 = 86_400
    private let used = "_hublake/state/" + String(repeating: "a", count: 64) + ".json"
    private let unused = "_hublake/state/" + String(repeating: "b", count: 64) + ".json"

    private func object(_ key: String, age seconds: Int64?) -> ListedObject {
        ListedObject(key: key, size: 10, lastModified: seconds.map { now.adding(seconds: -$0) })
    }

    private func report(_ number: Int, age seconds: Int64?) -> ListedObject {
        object("_hublake/runs/2026\(String(number + 10_000)).json", age: seconds)
    }

    private func catalog(toldThrough report: ListedObject? = nil) throws -> Catalog {
        var catalog = Catalog(claimedBy: 1, writtenBy: "1", at: now)
        catalog.discovery = used
        if let report {
            let id = report.key.dropFirst("_hublake/runs/".count).dropLast(".json".count)
            catalog.tables["sync_runs"] = .init(
                folder: "sync_runs", metadataFile: "x", snapshotID: 1, rows: 1, files: 1, bytes: 1,
                runID: try ReportJSON.decode(RunID.self, from: Array("\"\(id)\"".utf8)), checkedAt: now)
        }
        return catalog
    }

    private func removed(_ reports: [ListedObject], _ states: [ListedObject] = [], by catalog: Catalog) -> [String] {
        Housekeeping(reports: reports, states: states, catalog: catalog, now: now).removals.map(\.key)
    }

    @Test("reports leave after 30 days, but never the newest, nor one whose age the store does not tell")
    func old() throws {
        let reports = [
            report(1, age: 31 * day), report(2, age: nil), report(3, age: 30 * day), report(4, age: 29 * day),
        ]
        #expect(removed(reports, by: try catalog()) == [reports[0].key, reports[2].key])
        #expect(removed([reports[0]], by: try catalog()).isEmpty)
    }

    @Test("2,000 reports stay, whatever their age")
    func many() throws {
        let reports = (0..<2_003).map { report($0, age: 100) }
        #expect(removed(reports.shuffled(), by: try catalog()) == reports.prefix(3).map(\.key))
    }

    @Test("a report stays until sync_runs tells of it")
    func told() throws {
        let reports = (1...4).map { report($0, age: 40 * day) }
        #expect(removed(reports, by: try catalog(toldThrough: reports[1])) == [reports[0].key])
    }

    @Test(
        "files that are named by their content leave three days old, when the catalog names them no more; others stay")
    func states() throws {
        let strange = "_hublake/state/cursor-objects.json"
        let states = [object(used, age: 90 * day), object(unused, age: 3 * day), object(strange, age: 90 * day)]
        #expect(removed([], states, by: try catalog()) == [unused])
        #expect(removed([], [object(unused, age: 2 * day)], by: try catalog()).isEmpty)
    }

    @Test("a dry run finds the same and removes nothing; another finds nothing after it was done")
    func tidies() async throws {
        let clock = ManualClock(now.adding(seconds: -40 * day))
        let store = MemoryStore(clock: clock)
        for key in [used, unused, "_hublake/runs/20261.json", "_hublake/runs/20262.json", "pets/data/x"] {
            try await store.put(key, [1, 2, 3], if: .always)
        }
        let planned = try await Housekeeping.tidy(store, catalog: try catalog(), now: now, isDryRun: true)
        #expect(try await store.listAll("").count == 5)
        let done = try await Housekeeping.tidy(store, catalog: try catalog(), now: now)
        #expect(done == planned && done.objects == 2 && done.bytes == 6)
        #expect(try await store.listAll("").map(\.key) == ["_hublake/runs/20262.json", used, "pets/data/x"])
    }

    @Test("a sync does it once a day; a time in the future is a clock that was wrong")
    func rhythm() {
        #expect(Housekeeping.isDue(nil, now: now))
        #expect(!Housekeeping.isDue(now.adding(seconds: -86_399), now: now))
        #expect(Housekeeping.isDue(now.adding(seconds: -86_400), now: now))
        #expect(Housekeeping.isDue(now.adding(seconds: 1), now: now))
    }
}
