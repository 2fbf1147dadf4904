import Foundations
import ObjectStore
import TestSupport
import Testing

@testable import Lakehouse

@Suite("TableCursorProperty")
struct TableCursorPropertyTests {
    private func table(_ cursors: [String?]) throws -> PlannedTable {
        var table = PlannedTable()
        for (index, cursor) in cursors.enumerated() {
            try table.commit(
                TableChange(
                    schema: petSchema(), operation: .append, addedFiles: [paperFile("f\(index)")], cursor: cursor))
        }
        return table
    }

    private func cursor(_ table: PlannedTable) throws -> String? {
        TableCursorProperty.read(try #require(table.metadata))
    }

    @Test("the nearest ancestor with a cursor tells it; commits of others in between lose nothing")
    func readsNearest() throws {
        #expect(try cursor(table(["a", "b", nil, nil])) == "b")
        #expect(try cursor(table([nil])) == nil)
    }

    @Test("a rollback rewinds it")
    func rewinds() throws {
        var table = try table(["a", "b", "c"])
        let first = try #require(table.metadata?.snapshots.first?.id)
        table.metadata?.currentSnapshotID = first
        #expect(try cursor(table) == "a")
        table.metadata?.snapshots[0].summary["hublake.cursor"] = nil
        #expect(try cursor(table) == nil, "the property belongs to a younger snapshot")
    }

    @Test("another program's expiry of its snapshot leaves it in the property")
    func survivesExpiry() throws {
        var table = try table(["a", "b", nil])
        let ids = try #require(table.metadata?.snapshots.map(\.id))
        table.metadata?.remove([ids[0], ids[1]])
        #expect(try cursor(table) == "b")
    }

    @Test("a change of metadata alone belongs to the snapshot that is current")
    func followsMetadataChanges() throws {
        var table = try table([nil, nil])
        try table.commit(TableChange(schema: petSchema(), operation: .metadataOnly, cursor: "m"))
        #expect(try cursor(table) == "m")
        #expect(
            table.metadata?.properties["hublake.cursor-snapshot-id"]
                == table.metadata?.currentSnapshotID.map { "\($0)" })
    }

    @Test("a cursor above 4 KB is our defect")
    func refusesLong() throws {
        #expect(throws: Failure.self) { _ = try table([String(repeating: "x", count: 4097)]) }
        #expect(try cursor(table([String(repeating: "x", count: 4096)]))?.count == 4096)
    }

    @Test("a run's commit is found again, as long as its rows are in the table")
    func findsRun() async throws {
        let store = MemoryStore(name: "store")
        var lake = PetLake(store)
        let run = lake.runID()
        try await lake.change("0-1", set: [1: 1])
        #expect(lake.table?.commit(ofRun: run) == nil)
        var writer = try lake.writer()
        try await writer.append(lake.batch("0-1", [(2, 2)]))
        var change = TableChange(schema: try petSchema(), operation: .append, addedFiles: try await writer.finish())
        change.summary[LakehouseTable.runIDProperty] = run.description
        // The answer to the deciding put is lost, and so are all answers after it.
        let losing = FaultStore(store) { call in
            let lost = Failure(.transient, "cannot put", why: "the answer was lost")
            if call.operation == .put, call.key.hasSuffix("metadata.json") { return .after(lost) }
            return call.operation == .get && call.key.hasSuffix("v2.metadata.json") ? .before(lost) : nil
        }
        var generator = SeededGenerator(seed: 4)
        let base = lake.table
        await expectFailure(.transient) {
            _ = try await LakehouseTable.commit(
                change, onto: base, folder: "pets", to: losing, at: morning, using: &generator)
        }
        try await lake.reload()
        try await lake.change("0-1", set: [3: 3])
        #expect(lake.table?.commit(ofRun: run)?.summary["added-records"] == "1")
        lake.model["0-1"]?[2] = 2
        try await lake.expectModel()
    }
}
