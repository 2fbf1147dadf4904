import Foundations
import ObjectStore
import TestSupport
import Testing

@testable import Lakehouse

@Suite("LakehouseTable")
struct LakehouseTableTests {
    private let store = MemoryStore(name: "store")

    @Test("there is no table where there is no metadata")
    func findsNothing() async throws {
        try await store.put("pets/data/x.parquet", [1], if: .always)
        try await store.put("pets/metadata/version-hint.text", [0x31], if: .always)
        #expect(try await LakehouseTable.load(folder: "pets", from: store) == nil)
    }

    @Test("a commit is found again, with properties, schema and files")
    func loads() async throws {
        let change = try TableChange(
            schema: petSchema(), operation: .append, addedFiles: [paperFile("a")], properties: ["hublake.cursor": "7"],
            summary: ["hublake.run-id": "r"])
        let committed = try await commit(change, onto: nil)
        let loaded = try #require(try await LakehouseTable.load(folder: "pets", from: store))
        #expect(loaded.metadata == committed.metadata)
        #expect(loaded.properties["hublake.cursor"] == "7")
        #expect(loaded.currentSnapshot?.summary["hublake.run-id"] == "r")
        #expect(loaded.schema == change.schema)
        #expect(loaded.metadataKey == "pets/metadata/v1.metadata.json")
        #expect(try await loaded.dataFiles().map(\.path) == ["memory://store/pets/data/a.parquet"])
        #expect(try await store.get("pets/metadata/version-hint.text").body == Array("1".utf8))
    }

    @Test("of two writers on the same state one wins and the other hears of a conflict")
    func race() async throws {
        let base = try await commit(change("a"), onto: nil)
        let winner = try await commit(change("b"), onto: base, seed: 2)
        let failure = await #expect(throws: Failure.self) { try await commit(change("c"), onto: base, seed: 3) }
        #expect(failure?.kind == .conflict)
        let loaded = try #require(try await LakehouseTable.load(folder: "pets", from: store))
        #expect(loaded.metadata == winner.metadata)
        let retried = try await commit(change("c"), onto: loaded, seed: 4)
        #expect(try await retried.dataFiles().count == 3)
    }

    @Test("of two writers that create the table one wins")
    func creationRace() async throws {
        _ = try await commit(change("a"), onto: nil)
        let failure = await #expect(throws: Failure.self) { try await commit(change("b"), onto: nil, seed: 2) }
        #expect(failure?.kind == .conflict)
    }

    @Test("a lost answer to the deciding put is settled by looking", arguments: [FailureKind.transient, .conflict])
    func lostAnswer(kind: FailureKind) async throws {
        let faulty = FaultStore(store) { call in
            call.operation == .put && call.key.hasSuffix("metadata.json")
                ? .after(Failure(kind, "cannot put", why: "the answer was lost")) : nil
        }
        let table = try await commit(change("a"), onto: nil, to: faulty)
        #expect(table.version == 1)
        #expect(try await LakehouseTable.load(folder: "pets", from: store)?.metadata == table.metadata)
    }

    @Test("a hint that could not be written does not undo the commit, is told, and is repaired")
    func staleHint() async throws {
        let base = try await commit(change("a"), onto: nil)
        let faulty = FaultStore(store) { call in
            call.operation == .put && call.key.hasSuffix("hint.text")
                ? .before(Failure(.transient, "cannot put", why: "unreachable")) : nil
        }
        let table = try await commit(change("b"), onto: base, to: faulty)
        #expect(table.hintFailure?.kind == .transient)
        #expect(try await hint() == "1")
        let loaded = try #require(try await LakehouseTable.load(folder: "pets", from: store))
        #expect(loaded.version == 2)
        try await loaded.repairHint()
        #expect(try await hint() == "2")
        try await store.delete("pets/metadata/version-hint.text")
        try await loaded.repairHint()
        #expect(try await hint() == "2")
    }

    @Test("versions are compared as numbers, over pages of the listing")
    func findsNewest() async throws {
        let paged = MemoryStore(name: "store", pageSize: 3)
        var table = try await commit(change("f0"), onto: nil, to: paged)
        for step in 1..<12 { table = try await commit(change("f\(step)"), onto: table, to: paged, seed: UInt64(step)) }
        try await paged.put("pets/metadata/v99.metadata.json.bak", [], if: .always)
        try await paged.put("pets/metadata/vx.metadata.json", [], if: .always)
        #expect(try await LakehouseTable.load(folder: "pets", from: paged)?.version == 12)
    }

    @Test("whatever write fails, before or after it is done, the table is as before or as after")
    func crashes() async throws {
        for isDone in [false, true] {
            var number = 0
            var states: Set<Int> = []
            while true {
                number += 1
                let fresh = MemoryStore(name: "store")
                let base = try await commit(change("a"), onto: nil, to: fresh)
                let (failing, crash) = (number, Failure(.internal, "crash", why: "test"))
                let faulty = FaultStore(fresh) { call in
                    call.number == failing && call.operation == .put ? (isDone ? .after(crash) : .before(crash)) : nil
                }
                let result = try? await commit(change("b", .replaceAll), onto: base, to: faulty, seed: 9)
                let loaded = try #require(try await LakehouseTable.load(folder: "pets", from: fresh))
                let names = try await loaded.dataFiles().map { String($0.path.suffix(9)) }
                #expect(names == (loaded.version == 1 ? ["a.parquet"] : ["b.parquet"]))
                if result != nil { #expect(loaded.version == 2) }
                states.insert(loaded.version)
                if failing > faulty.history.count { break }
            }
            #expect(states == [1, 2])
        }
    }

    @Test("paths of the same place under other spellings are ours, all others are refused")
    func resolvesPaths() throws {
        let bucket = TableFolder(root: "s3://bucket/prefix", folder: "pets")
        #expect(try bucket.key(of: "s3a://bucket/prefix/pets/data/x.parquet") == "pets/data/x.parquet")
        #expect(throws: Failure.self) { _ = try bucket.key(of: "s3://bucket/prefix2/x.parquet") }
        let folder = TableFolder(root: "file:///lake", folder: "pets")
        #expect(try folder.key(of: "/lake/pets/x") == "pets/x")
        #expect(try folder.key(of: "file:/lake/pets/x") == "pets/x")
        #expect(throws: Failure.self) { _ = try folder.key(of: "s3://lake/pets/x") }
    }

    // MARK: Parts

    private func change(_ file: String, _ operation: TableChange.Operation = .append) throws -> TableChange {
        try TableChange(schema: petSchema(), operation: operation, addedFiles: [paperFile(file)])
    }

    private func hint() async throws -> String {
        String(decoding: try await store.get("pets/metadata/version-hint.text").body, as: UTF8.self)
    }

    private func commit(
        _ change: TableChange, onto base: LakehouseTable?, to store: (any ObjectStore)? = nil, seed: UInt64 = 1
    ) async throws -> LakehouseTable {
        var generator = SeededGenerator(seed: seed)
        return try await LakehouseTable.commit(
            change, onto: base, folder: "pets", to: store ?? self.store, at: morning, using: &generator)
    }
}
