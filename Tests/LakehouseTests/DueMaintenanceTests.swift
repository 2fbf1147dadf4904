import Foundations
import ObjectStore
import TestSupport
import Testing

@testable import Lakehouse

@Suite("Due maintenance")
struct DueMaintenanceTests {
    private let clock = ManualClock(morning)

    private func due(_ lake: PetLake) throws -> MaintenanceScope {
        try #require(lake.table).dueMaintenance(MaintenanceSettings(), now: clock.now())
    }

    @Test("files are joined when sixteen small ones are there and eight of them new, not again right after")
    func smallFiles() async throws {
        var lake = PetLake(MemoryStore(name: "store", clock: clock), clock: clock)
        for id in 0..<15 as Range<Int64> {
            try await lake.change("0-1", set: [id: 1])
            #expect(try due(lake).isEmpty)
        }
        try await lake.change("0-1", set: [15: 1])
        #expect(try due(lake) == .compaction)
        #expect(try await lake.maintain(try due(lake)).written.objects == 1)
        #expect(try due(lake).isEmpty)
        try await lake.expectModel()
    }

    @Test("where many files are of different partitions and none is new, there is nothing to do")
    func partitions() async throws {
        var lake = PetLake(MemoryStore(name: "store", clock: clock), clock: clock, isPartitioned: true)
        for type in 1...20 { try await lake.change("0-\(type)", set: [1: 1]) }
        // Whether any two belong together is not in the metadata; looking shows that none do.
        #expect(try due(lake) == .compaction)
        for id in 2...9 as ClosedRange<Int64> { try await lake.change("0-1", set: [id: 1]) }
        try await lake.maintain(try due(lake))
        #expect(try due(lake).isEmpty)
        try await lake.change("0-2", set: [2: 1])
        #expect(try due(lake).isEmpty)
        try await lake.expectModel()
    }

    @Test("deleted rows are taken out of the files when they are a tenth")
    func worn() async throws {
        var lake = PetLake(MemoryStore(name: "store", clock: clock), clock: clock)
        try await lake.change("0-1", set: Dictionary(uniqueKeysWithValues: (0..<40 as Range<Int64>).map { ($0, 1) }))
        try await lake.change("0-1", set: [1: 2, 2: 2, 3: 2])
        #expect(try due(lake).isEmpty)
        try await lake.change("0-1", set: [4: 2, 5: 2])
        #expect(try due(lake) == .compaction)
    }

    @Test("snapshots are forgotten when at least twenty-five may be")
    func snapshots() async throws {
        var lake = PetLake(MemoryStore(name: "store", clock: clock), clock: clock)
        for _ in 0..<74 { try await lake.change("0-1", set: [1: 1], by: .copyOnWrite, step: .seconds(10)) }
        clock.advance(by: .seconds(30 * 86_400))
        #expect(try due(lake).isEmpty)
        try await lake.change("0-1", set: [1: 1], by: .copyOnWrite)
        #expect(try due(lake) == [.expiry, .orphans])
    }
}
