import Parquet
import Testing

@testable import Sync

@Suite("ReferenceMerge")
struct ReferenceMergeTests {
    private func batch(_ rows: [(type: String, id: String, label: String?, archived: Bool?)]) -> ColumnBatch {
        var batch = ColumnBatch(columns: [
            Column("objecttypeid", .string, isRequired: true), Column("stageid", .string, isRequired: true),
            Column("label", .string), Column("archived", .boolean),
        ])
        for row in rows {
            batch.vectors[0].append(row.type)
            batch.vectors[1].append(row.id)
            if let label = row.label { batch.vectors[2].append(label) } else { batch.vectors[2].appendNull() }
            if let archived = row.archived { batch.vectors[3].append(archived) } else { batch.vectors[3].appendNull() }
        }
        return batch
    }

    private func texts(_ batch: ColumnBatch) -> [String] {
        (0..<batch.rowCount).map { row in
            batch.vectors.map { $0.keyText(row) ?? "null" }.joined(separator: " ")
        }
    }

    private let key = ["objecttypeid", "stageid"]

    @Test("B093: a stage that HubSpot no longer lists stays, archived, with its last label")
    func keepsVanished() {
        let merged = ReferenceMerge(key: key).merge(
            batch([("0-3", "a", "A2", false)]), with: [batch([("0-3", "a", "A", false), ("0-3", "b", "B", false)])])
        #expect(texts(merged) == ["0-3 a A2 false", "0-3 b B true"])
    }

    @Test("rows of a type that could not be read stay exactly as they are")
    func keepsUnread() {
        let merged = ReferenceMerge(key: key, typeColumns: ["objecttypeid"], unreadTypes: ["0-5"]).merge(
            batch([("0-3", "a", nil, false)]), with: [batch([("0-5", "a", "T", false), ("0-3", "x", "X", nil)])])
        #expect(texts(merged) == ["0-3 a null false", "0-5 a T false", "0-3 x X true"])
    }

    @Test("without a column for it, what HubSpot no longer lists leaves")
    func dropsWithoutColumn() {
        func pair(_ ids: [String]) -> ColumnBatch {
            var batch = ColumnBatch(columns: [Column("id", .string, isRequired: true)])
            for id in ids { batch.vectors[0].append(id) }
            return batch
        }
        let merged = ReferenceMerge(key: ["id"]).merge(pair(["1"]), with: [pair(["1", "2"])])
        #expect(texts(merged) == ["1"])
    }

    @Test("merging its own outcome again changes nothing")
    func isIdempotent() {
        let merge = ReferenceMerge(key: key)
        let fresh = batch([("0-3", "a", "A", false)])
        let once = merge.merge(fresh, with: [batch([("0-3", "b", "B", false)])])
        #expect(texts(merge.merge(fresh, with: [once])) == texts(once))
    }
}
