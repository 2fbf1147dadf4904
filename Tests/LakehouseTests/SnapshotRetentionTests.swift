import Foundations
import TestSupport
import Testing

@testable import Lakehouse

@Suite("SnapshotRetention")
struct SnapshotRetentionTests {
    private let day: Int64 = 86_400
    private let retention = SnapshotRetention()

    private func snapshots(_ ages: [Int64]) -> [Snapshot] {
        ages.enumerated().map { index, age in
            Snapshot(
                id: Int64(index + 1), parentID: index == 0 ? nil : Int64(index), sequenceNumber: Int64(index + 1),
                timestamp: morning.adding(seconds: -age), manifestList: "", summary: [:])
        }
    }

    @Test("all of the last day stay, then the last of each day for a week, then none")
    func keepsDaily() {
        // Every five minutes for twelve days.
        let all = snapshots((0..<12 * 288).reversed().map { Int64($0) * 300 })
        let expired = retention.expired(all, named: [all[all.count - 1].id], now: morning)
        let kept = all.filter { !expired.contains($0.id) }
        let ages = kept.map { (morning.microseconds - $0.timestamp.microseconds) / 1_000_000 }
        #expect(ages.count { $0 <= day } == 289)
        let older = ages.filter { $0 > day }
        #expect(older.count == 7)
        // It is ten o'clock: the last snapshot of a day was made ten hours and five minutes before midnight's distance.
        #expect(older.allSatisfy { ($0 - 36_300) % day == 0 && $0 <= 8 * day })
    }

    @Test("the newest fifty stay, however old they are; named ones always")
    func keepsMinimum() {
        let all = snapshots((0..<80).reversed().map { (30 + Int64($0)) * day })
        let expired = retention.expired(all, named: [3], now: morning)
        #expect(expired.count == 29)
        #expect(!expired.contains(3) && expired.isSubset(of: Set(1...30)))
    }

    @Test("maintaining more often never keeps less", arguments: 1...10 as ClosedRange<UInt64>)
    func isStable(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var ages = (0..<400).map { _ in Int64.random(in: 0...20 * day, using: &random) }
        ages.sort(by: >)
        let all = snapshots(ages)
        let once = retention.expired(all, named: [], now: morning)
        // The same, but a first time some days earlier, when only the older ones existed.
        let earlier = morning.adding(seconds: -3 * day)
        let before = all.filter { $0.timestamp <= earlier }
        let first = retention.expired(before, named: [], now: earlier)
        let second = retention.expired(all.filter { !first.contains($0.id) }, named: [], now: morning)
        #expect(first.union(second) == once)
    }

    @Test("forgetting snapshots leaves a log without holes, and no tag, branch or statistics that names them")
    func removesFromMetadata() throws {
        var table = PlannedTable()
        for name in ["a", "b", "c", "d"] {
            try table.commit(TableChange(schema: petSchema(), operation: .append, addedFiles: [paperFile(name)]))
        }
        let ids = try #require(table.metadata?.snapshots.map(\.id))
        table.metadata?.refs["mine"] = ["type": "tag", "snapshot-id": .integer(ids[1])]
        table.metadata?.refs["theirs"] = ["type": "branch", "snapshot-id": .integer(ids[2])]
        table.metadata?.others["statistics"] = [["snapshot-id": .integer(ids[1])], ["snapshot-id": .integer(ids[3])]]
        #expect(table.metadata?.namedSnapshots == Set(ids))
        try table.commit(TableChange(schema: petSchema(), operation: .removeSnapshots([ids[1], ids[3]])))
        let metadata = try #require(table.metadata)
        #expect(metadata.snapshots.map(\.id) == [ids[0], ids[2], ids[3]], "the current one stays")
        #expect(metadata.snapshotLog.compactMap { $0["snapshot-id"]?.integer } == [ids[2], ids[3]])
        #expect(metadata.refs["mine"] == nil && metadata.refs["theirs"] != nil)
        #expect(metadata.others["statistics"]?.array?.count == 1)
        #expect(metadata.namedSnapshots == [ids[2], ids[3]])
    }
}
