import Foundations
import ObjectStore
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

@Suite("TableRows")
struct TableRowsTests {
    private let store = MemoryStore(name: "store")

    @Test("files from before a column was added have null there; renamed columns are found by id")
    func readsEvolved() async throws {
        let first = try await write(petSchema(), petBatch("0-1", 1...2), onto: nil)
        let wider = try TableSchema.evolve(
            first.schema, to: petFields + [FieldRequest("color", .string)], key: ["objecttypeid", "objectid"])
        var batch = petBatch("0-1", [3])
        batch.columns.append(Column("color", .string))
        batch.vectors.append(ColumnVector(.string))
        batch.vectors[4].append("blue")
        let second = try await write(wider, batch, onto: first)
        #expect(try await rows(of: second) == ["0-1|1|größe 1|0.25|-", "0-1|2|größe 2|0.5|-", "0-1|3|-|0.75|blue"])
        #expect(try await rows(of: first) == ["0-1|1|größe 1|0.25", "0-1|2|größe 2|0.5"])

        var renamed = wider
        renamed.fields[3].name = "mass"
        let third = try await write(renamed, petBatch("0-1", []), onto: second)
        let read = try await third.read(columns: ["mass"])
        var masses: [Double] = []
        for try await batch in read { masses += batch["mass"]?.doubles ?? [] }
        #expect(masses.sorted() == [0.25, 0.5, 0.75])
    }

    @Test("an int that another program widened to a long is read as one")
    func readsWidened() async throws {
        let narrow = try TableSchema.evolve(nil, to: [FieldRequest("n", .int32)], key: [])
        var batch = ColumnBatch(columns: [Column("n", .int32)])
        batch.vectors[0].append(Int32(-7))
        batch.vectors[0].appendNull()
        let table = try await write(narrow, batch, onto: nil)
        var wide = narrow
        wide.fields[0].type = .int64
        let widened = try await write(wide, ColumnBatch(columns: [Column("n", .int64)]), onto: table)
        for try await batch in try await widened.read() {
            #expect(batch.vectors[0].int64s == [-7, 0])
            #expect(batch.vectors[0].nullCount == 1)
        }
    }

    @Test("a table with deletes of a kind that hublake does not apply is refused, not read wrongly")
    func refusesDeletes() async throws {
        let table = try await write(petSchema(), petBatch("0-1", 1...2), onto: nil)
        let snapshot = try #require(table.currentSnapshot)
        var manifests = try await table.manifests()
        var deletes = manifests[0]
        deletes.content = .deletes
        // The entry's file is none of position deletes.
        manifests.append(deletes)
        let list = try ManifestList.avro(manifests, of: snapshot, syncMarker: [])
        try await store.put(table.folder.key(of: snapshot.manifestList), list, if: .always)
        let failure = await #expect(throws: Failure.self) { _ = try await table.read() }
        #expect(failure?.kind == .configuration)
        #expect(failure?.why.contains("delete") == true)
    }

    @Test("a column that the table does not have, and a file that is gone, are failures")
    func refusesMissing() async throws {
        let table = try await write(petSchema(), petBatch("0-1", 1...2), onto: nil)
        await #expect(throws: Failure.self) { _ = try await table.read(columns: ["nothing"]) }
        let file = try #require(try await table.dataFiles().first)
        try await store.delete(table.folder.key(of: file.path))
        await #expect(throws: Failure.self) { _ = try await rows(of: table) }
    }

    @Test(
        "a damaged manifest, list or data file is a failure that names the table",
        arguments: ["-m0.avro", "snap-", ".parquet"])
    func refusesDamage(part: String) async throws {
        let table = try await write(petSchema(), petBatch("0-1", 1...2), onto: nil)
        let key = try #require(try await store.listAll("pets/").first { $0.key.contains(part) }?.key)
        let body = try await store.get(key).body
        try await store.put(key, Array(body.prefix(body.count / 2)), if: .always)
        let failure = await #expect(throws: Failure.self) { _ = try await rows(of: table) }
        #expect(failure?.kind == .invalidData)
        #expect(failure?.description.contains("pets") == true)
    }

    private func write(
        _ schema: TableSchema, _ batch: ColumnBatch, onto base: LakehouseTable?
    ) async throws -> LakehouseTable {
        var generator = SystemRandomNumberGenerator()
        var writer = DataFileWriter(
            schema: schema, folder: "pets", store: store, runID: RunID(start: morning, using: &generator))
        try await writer.append(batch)
        return try await LakehouseTable.commit(
            TableChange(schema: schema, operation: .append, addedFiles: try await writer.finish()), onto: base,
            folder: "pets", to: store, at: morning, using: &generator)
    }
}
