import Foundation
import Foundations
import ObjectStore
import Testing

@testable import Sync

@Suite("Destination")
struct DestinationTests {
    private let store = MemoryStore(name: "lake")
    private let now = Timestamp(microseconds: 1_764_000_000_000_000)

    @Test("claims an empty prefix before anything else is written")
    func claims() async throws {
        let destination = try await Destination.open(store, portalID: 42, hublakeVersion: "1", at: now)
        #expect(destination.catalog.portalID == 42)
        #expect(destination.catalog.tables.isEmpty)
        #expect(try await store.listAll("").map(\.key) == [Destination.catalogKey])
    }

    @Test("opens a prefix of its own again without writing")
    func reopens() async throws {
        _ = try await Destination.open(store, portalID: 42, hublakeVersion: "1", at: now)
        let counting = CountingStore(store)
        let again = try await Destination.open(counting, portalID: 42, hublakeVersion: "2", at: now.adding(seconds: 9))
        #expect(again.catalog.updatedAt == now)
        #expect(counting.counts.puts == 0)
    }

    @Test("refuses a prefix that holds something else, and leaves it as it is")
    func refusesStrangers() async throws {
        try await store.put("holiday.jpg", [1, 2, 3], if: .always)
        let failure = await #expect(throws: Foundations.Failure.self) {
            try await Destination.open(store, portalID: 42, hublakeVersion: "1", at: now)
        }
        #expect(failure?.kind == .configuration)
        #expect(failure?.why.contains("not empty") == true)
        #expect(try await store.listAll("").map(\.key) == ["holiday.jpg"])
    }

    @Test("refuses another account's prefix, naming both accounts")
    func refusesOtherPortals() async throws {
        _ = try await Destination.open(store, portalID: 42, hublakeVersion: "1", at: now)
        let failure = await #expect(throws: Foundations.Failure.self) {
            try await Destination.open(store, portalID: 43, hublakeVersion: "1", at: now)
        }
        #expect(failure?.kind == .configuration)
        #expect(failure?.why.contains("42") == true && failure?.why.contains("43") == true)
    }

    @Test("refuses a newer format whatever shape its catalog has")
    func refusesNewerFormats() async throws {
        try await store.put(Destination.catalogKey, Array(#"{"format_version": 2, "tables": []}"#.utf8), if: .always)
        let failure = await #expect(throws: Foundations.Failure.self) {
            try await Destination.open(store, portalID: 42, hublakeVersion: "1", at: now)
        }
        #expect(failure?.kind == .configuration)
        #expect(failure?.why.contains("version 2") == true)
    }

    @Test("a damaged catalog is named, not overwritten")
    func refusesDamage() async throws {
        try await store.put(Destination.catalogKey, Array("{".utf8), if: .always)
        let failure = await #expect(throws: Foundations.Failure.self) {
            try await Destination.open(store, portalID: 42, hublakeVersion: "1", at: now)
        }
        #expect(failure?.kind == .invalidData)
        #expect(try await store.get(Destination.catalogKey).body == Array("{".utf8))
    }

    @Test("of two runs that replace the catalog, the second is told")
    func conflicts() async throws {
        var first = try await Destination.open(store, portalID: 42, hublakeVersion: "1", at: now)
        var second = try await Destination.open(store, portalID: 42, hublakeVersion: "1", at: now)
        try await first.replaceCatalog(with: first.catalog.with { $0.isComplete = true })
        let failure = await #expect(throws: Foundations.Failure.self) {
            try await second.replaceCatalog(with: second.catalog)
        }
        #expect(failure?.kind == .conflict)
        try await first.replaceCatalog(with: first.catalog.with { $0.writtenBy = "3" })
        #expect(try await Destination.read(store)?.catalog.writtenBy == "3")
    }

    @Test("a catalog comes back as it was written")
    func roundTrips() throws {
        var catalog = Catalog(claimedBy: 42, writtenBy: "1", at: now)
        var random = SystemRandomNumberGenerator()
        let run = RunID(start: now, using: &random)
        catalog.runID = run
        catalog.tables["owners"] = Catalog.Entry(
            folder: "owners", metadataFile: "owners/metadata/v3.metadata.json", snapshotID: 9_007_199_254_740_993,
            rows: 5, files: 1, bytes: 99, runID: run, checkedAt: now)
        let bytes = Array(try ReportJSON.encode(catalog))
        #expect(try Catalog.decode(bytes, location: "memory://x") == catalog)
    }
}

extension Catalog {
    fileprivate func with(_ change: (inout Catalog) -> Void) -> Catalog {
        var copy = self
        change(&copy)
        return copy
    }
}
