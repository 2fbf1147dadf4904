import Foundations
import ObjectStore
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

@Suite("Erasure and purge")
struct ErasureTests {
    private let clock = ManualClock(morning)

    /// Whether a text that only one row has stands anywhere, as bytes, in a data file's column or in a manifest's bounds.
    private func holds(_ store: VersionedStore, _ id: Int64) throws -> [String] {
        let planted = Array("pet \(id)".utf8)
        return try store.everything.filter { key, body in
            if body.firstRange(of: planted) != nil { return true }
            guard key.hasSuffix(".parquet"), !key.contains("-deletes") else { return false }
            let all = try ParquetReader(body).readAll(columns: ["objectid"])
            return all.vectors[0].int64s.contains(id)
        }.map(\.key)
    }

    @Test("after an erasure no object and no version holds a value of the rows; the others are all there")
    func erases() async throws {
        let store = VersionedStore(clock: clock)
        var lake = PetLake(store, clock: clock)
        try await lake.change("0-1", set: [1_000_017: 1, 1_000_018: 2, 1_000_019: 3])
        try await lake.change("0-1", set: [1_000_017: 4])
        try await lake.change("0-1", set: [1_000_020: 5], remove: [1_000_018], by: .copyOnWrite)
        try await lake.change("0-1", set: [:], remove: [1_000_017])
        let some = try #require(store.everything.first { $0.key.contains("/data/") && !$0.key.contains("-deletes") })
        try await store.put("pets/data/crashed.parquet", some.body, if: .always)
        for id in [1_000_017, 1_000_018] as [Int64] { #expect(try !holds(store, id).isEmpty) }
        // Deleted but still in a file; and gone from the current files but in older ones.
        let erasure = Erasure(folder: "pets", store: store, runID: lake.runID(), clock: clock)
        let outcome = try await erasure.erase([
            RowKeys("objectid", [1_000_017, 1_000_018]), RowKeys("objectid", [1_000_020]),
        ])
        lake.model["0-1"]?[1_000_020] = nil
        for id in [1_000_017, 1_000_018, 1_000_020] as [Int64] {
            let left = try holds(store, id)
            #expect(left.isEmpty, "\(id) in \(left)")
        }
        try await lake.expectModel()
        try await lake.reload()
        #expect(lake.table?.snapshots.count == 1)
        #expect(lake.table?.cursor != nil)
        #expect(outcome.freed.objects > 10 && outcome.versions.objects >= 4)
        #expect(try await store.allVersions("pets/").allSatisfy { $0.isLatest && !$0.isDeleteMarker })
    }

    @Test("a purge frees what no kept snapshot needs, versions included, and spares versions of what is needed")
    func purges() async throws {
        let store = VersionedStore(clock: clock)
        var lake = PetLake(store, clock: clock)
        for step in 0..<60 as Range<Int64> { try await lake.change("0-1", set: [step: 1], step: .seconds(7200)) }
        let needed = try #require(try await lake.table?.dataFiles().first?.path.dropFirst("memory://store/".count))
        try await store.delete(String(needed))
        try await store.delete("pets/metadata/v1.metadata.json")
        clock.advance(by: .seconds(30 * 86_400))
        let planned = try await lake.maintain(.purge, isDryRun: true)
        let done = try await lake.maintain(.purge)
        #expect(planned.freed.bytes > 0 && planned.versions.objects > 0)
        #expect(planned.versions.objects <= done.versions.objects)
        let left = try await store.allVersions("pets/")
        let hidden = left.filter { !$0.isLatest }
        #expect(hidden.map(\.key) == [String(needed)], "a needed file deleted by mistake can be brought back")
        for version in left where version.isDeleteMarker { try await store.delete(version.key, version: version.id) }
        try await lake.expectModel()
    }
}

extension [UInt8] {
    /// Where `part` stands.
    fileprivate func firstRange(of part: [UInt8]) -> Int? {
        guard count >= part.count else { return nil }
        return (0...(count - part.count)).first {
            self[$0] == part[0] && self[$0..<$0 + part.count].elementsEqual(part)
        }
    }
}
