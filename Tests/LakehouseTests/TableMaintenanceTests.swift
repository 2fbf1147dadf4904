import Foundations
import ObjectStore
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

@Suite("TableMaintenance")
struct TableMaintenanceTests {
    /// Settings under which a few changes are enough to have work for every step.
    private var eager: MaintenanceSettings {
        var settings = MaintenanceSettings()
        settings.retention.minimumCount = 2
        settings.retention.keepAllFor = .seconds(1200)
        settings.retention.dailyFor = 0
        settings.compaction.fileCount = 3
        settings.metadataFileCount = 3
        settings.orphanAge = .seconds(3600)
        return settings
    }

    /// A table with small files, deletes, old snapshots, old metadata and an orphan.
    private func worn(_ store: any ObjectStore, clock: ManualClock) async throws -> PetLake {
        var lake = PetLake(store, clock: clock)
        try await store.put("pets/data/orphan.parquet", [1, 2, 3], if: .always)
        for step in 0..<12 as Range<Int64> {
            try await lake.change(
                "0-1", set: [step + 100: Double(step), step / 2: 9], remove: [step / 3 + 99],
                by: step.isMultiple(of: 4) ? .copyOnWrite : .positionDeletes, step: .seconds(600))
        }
        return lake
    }

    @Test("readers see the same rows after each step; what is left is what kept snapshots need")
    func keepsRows() async throws {
        let clock = ManualClock(morning)
        let store = MemoryStore(name: "store", clock: clock)
        var lake = try await worn(store, clock: clock)
        for scope in [MaintenanceScope.compaction, .expiry, .orphans] {
            try await lake.maintain(scope, eager)
            try await lake.expectModel()
        }
        let table = try #require(lake.table)
        #expect(table.snapshots.count <= 3)
        for snapshot in table.snapshots {
            for key in try await table.references(of: [snapshot]).keys { #expect(try await store.find(key) != nil) }
        }
        let needed = try await table.references(of: table.snapshots).keys
        let objects = try await store.listAll("pets/").map(\.key)
        #expect(try await store.find("pets/data/orphan.parquet") == nil)
        #expect(objects.filter { $0.contains("/data/") }.allSatisfy(needed.contains))
        #expect(objects.filter { $0.hasSuffix(".avro") }.allSatisfy(needed.contains))
        #expect(objects.filter { $0.hasSuffix("metadata.json") }.count < 12)
        #expect(try await lake.maintain(.usual, eager).isIdle, "there is nothing left to do")
    }

    @Test("a dry run writes nothing and says what would go")
    func dryRun() async throws {
        let clock = ManualClock(morning)
        let counting = CountingStore(MemoryStore(name: "store", clock: clock))
        var lake = try await worn(counting, clock: clock)
        clock.advance(by: .seconds(7200))
        let before = counting.counts
        let planned = try await lake.maintain([.expiry, .orphans, .versions], eager, isDryRun: true)
        #expect(counting.counts.puts == before.puts && counting.counts.deletes == before.deletes)
        let done = try await lake.maintain([.expiry, .orphans, .versions], eager)
        #expect(planned.freed.objects > 10)
        // The commit of the expiry itself makes one more metadata file old.
        #expect((0...1).contains(done.freed.objects - planned.freed.objects))
        #expect(planned.expiredSnapshots == done.expiredSnapshots)
        let compaction = try await lake.maintain(.compaction, eager, isDryRun: true)
        #expect(compaction.rewritten.objects > 1 && compaction.committed == nil)
    }

    @Test(
        "killed at any write, the table holds the same rows, and the next maintenance finishes",
        arguments: [false, true])
    func survivesCrashes(isDone: Bool) async throws {
        let firstClock = ManualClock(morning)
        let worn = try await worn(MemoryStore(name: "store", clock: firstClock), clock: firstClock)
        var failing = 0
        var isOver = false
        while !isOver {
            failing += 1
            var lake = try await worn.copy()
            let (store, clock) = (lake.store, lake.clock)
            let (number, crash) = (failing, Failure(.internal, "crash", why: "test"))
            // From the first failure on nothing works: the process is dead.
            let writes = WriteCounter()
            let dying = FaultStore(store) { call in
                guard call.operation == .put || call.operation == .delete else { return nil }
                let count = writes.next()
                if count > number { return .before(crash) }
                return count == number ? (isDone ? .after(crash) : .before(crash)) : nil
            }
            let maintenance = TableMaintenance(
                folder: "pets", store: dying, settings: eager, runID: lake.runID(), clock: clock)
            isOver = (try? await maintenance.run(.usual, now: clock.now())) != nil
            try await lake.expectModel("write \(failing)")
            try await lake.reload()
            for snapshot in lake.table?.snapshots ?? [] {
                let keys = try #require(try await lake.table?.references(of: [snapshot]).keys)
                for key in keys { #expect(try await store.find(key) != nil, "write \(failing)") }
            }
            clock.advance(by: .seconds(7200))
            try await lake.maintain(.usual, eager)
            try await lake.maintain(.orphans, eager)
            try await lake.expectModel("after write \(failing)")
            let needed = try #require(try await lake.table?.references(of: lake.table?.snapshots ?? []).keys)
            let left = try await store.listAll("pets/data/").map(\.key).filter { !needed.contains($0) }
            #expect(left.isEmpty, "write \(failing)")
        }
        #expect(failing > 15)
    }

    @Test("a commit that comes while files are joined is kept: the joined files go on top of it")
    func goesOnTopOfAppend() async throws {
        let clock = ManualClock(morning)
        let store = MemoryStore(name: "store", clock: clock)
        var lake = try await worn(store, clock: clock)
        var other = lake
        let race = RacingStore(store) {
            try await other.commit(.append, try await self.append(&other, 777))
        }
        let maintenance = TableMaintenance(
            folder: "pets", store: race, settings: eager, runID: lake.runID(), clock: clock)
        let outcome = try await maintenance.run(.compaction, now: clock.now())
        #expect(outcome.written.objects > 0)
        lake.model["0-1"]?[777] = 7
        try await lake.expectModel()
    }

    @Test("a commit that takes rows out of the files that are joined wins: the joined files are given up")
    func givesWay() async throws {
        let clock = ManualClock(morning)
        let store = MemoryStore(name: "store", clock: clock)
        var lake = try await worn(store, clock: clock)
        var other = lake
        let race = RacingStore(store) { try await other.change("0-1", set: [5: 55], remove: [111]) }
        let before = try await store.listAll("pets/data/").count
        let maintenance = TableMaintenance(
            folder: "pets", store: race, settings: eager, runID: lake.runID(), clock: clock)
        await expectFailure(.conflict) { _ = try await maintenance.run(.compaction, now: clock.now()) }
        lake.model["0-1"]?[5] = 55
        lake.model["0-1"]?[111] = nil
        try await lake.expectModel()
        #expect(try await store.listAll("pets/data/").count == before + 2, "only the other writer's files came")
    }

    @Test("files of a commit that is going on are safe, and so are those that a young metadata file names")
    func sparesYoung() async throws {
        let clock = ManualClock(morning)
        let store = MemoryStore(name: "store", clock: clock)
        var lake = PetLake(store, clock: clock)
        try await lake.change("0-1", set: [1: 1])
        try await lake.change("0-1", set: [1: 2], by: .copyOnWrite, step: .seconds(10))
        var pending = try lake.writer()
        try await pending.append(lake.batch("0-1", [(5, 5)]))
        let files = try await pending.finish()
        // Another program forgets the first snapshot without removing its files.
        let first = try #require(lake.table?.snapshots.first?.id)
        try await lake.commit(.removeSnapshots([first]), [])
        let old = try await store.listAll("pets/data/").count
        #expect(try await lake.maintain(.orphans).freed.objects == 0)
        // The file is older than the safe age, but a metadata file that names it is not.
        clock.advance(by: .seconds(3 * 86_400 - 100))
        #expect(try await lake.maintain(.orphans).orphans.objects == 0)
        #expect(try await store.listAll("pets/data/").count == old)
        try await lake.commit(.append, files)
        lake.model["0-1"]?[5] = 5
        clock.advance(by: .seconds(100))
        #expect(try await lake.maintain(.orphans).orphans.objects >= 1)
        try await lake.expectModel()
    }

    @Test("objects whose age the store does not tell, and folders of other formats, are left alone")
    func sweepsCarefully() {
        let objects = [
            ListedObject(key: "pets/data/a.parquet", size: 1, lastModified: nil),
            ListedObject(key: "pets/_delta_log/0.json", size: 1, lastModified: Timestamp(microseconds: 0)),
            ListedObject(key: "pets/metadata/version-hint.text", size: 1, lastModified: Timestamp(microseconds: 0)),
            ListedObject(key: "pets/metadata/v9.metadata.json", size: 1, lastModified: Timestamp(microseconds: 0)),
            ListedObject(key: "pets/metadata/v100.metadata.json", size: 1, lastModified: Timestamp(microseconds: 0)),
            ListedObject(key: "pets/data/b.parquet", size: 1, lastModified: Timestamp(microseconds: 0)),
        ]
        let sweep = Sweep(
            objects, in: testFolder, version: 110, kept: [], expired: [], settings: MaintenanceSettings(), now: morning)
        #expect(sweep.ordered.map(\.key) == ["pets/metadata/v9.metadata.json", "pets/data/b.parquet"])
        #expect(sweep.ordered.map(\.reason) == [.oldMetadata, .orphan])
    }

    @Test("metadata stays small over many commits with maintenance when it is due")
    func staysFlat() async throws {
        let clock = ManualClock(morning)
        let store = MemoryStore(name: "store", clock: clock)
        var lake = PetLake(store, clock: clock)
        var sizes: [Int] = []
        for commit in 0..<360 as Range<Int64> {
            try await lake.change("0-1", set: [commit % 120: Double(commit)], step: .seconds(1800))
            let due = try #require(lake.table?.dueMaintenance(MaintenanceSettings(), now: clock.now()))
            if !due.isEmpty { try await lake.maintain(due) }
            guard let table = lake.table, commit % 10 == 0, commit > 120 else { continue }
            sizes.append(try await store.get(table.metadataKey).size)
            #expect(try await table.manifests().count <= 2 * ManifestMerging.count)
            #expect(try await table.liveFiles().deletes.count <= DeletePlan.foldingCount + 1)
        }
        #expect(lake.table?.snapshots.count ?? 0 < 100)
        #expect(try #require(sizes.max()) < 2 * (try #require(sizes.min())))
        #expect(try await store.listAll("pets/").count < 700)
        try await lake.expectModel()
    }

    private func append(_ lake: inout PetLake, _ id: Int64) async throws -> [DataFile] {
        var writer = try lake.writer()
        try await writer.append(lake.batch("0-1", [(id, 7)]))
        return try await writer.finish()
    }
}
