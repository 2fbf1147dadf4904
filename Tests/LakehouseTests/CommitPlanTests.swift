import Avro
import Foundations
import Parquet
import TestSupport
import Testing

@testable import Lakehouse

/// Plans a chain of commits without any store: what one plan writes, the next one builds on.
struct PlannedTable {
    var metadata: TableMetadata?
    var version = 0
    var objects: [String: [UInt8]] = [:]
    var generator = SeededGenerator(seed: 1)

    mutating func commit(_ change: TableChange, at time: Timestamp = morning) throws {
        var base: CommitBase?
        if let metadata {
            var known = CommitBase(
                metadata: metadata, version: version, metadataPath: testFolder.path(of: testFolder.metadataKey(version))
            )
            let needed = CommitPlan.entriesNeeded(of: try manifests(), for: change, in: metadata)
            known.manifests = try manifests().map { file in
                .init(file: file, content: needed.contains(file.path) ? try content(of: file) : nil)
            }
            base = known
        }
        let plan = try CommitPlan(change, onto: base, in: testFolder, at: time, as: CommitIdentity(using: &generator))
        for object in plan.objects { objects[testFolder.path(of: object.key)] = object.body }
        metadata = plan.metadata
        version = plan.version
    }

    func manifests() throws -> [ManifestFile] {
        guard let snapshot = metadata?.currentSnapshot, let list = objects[snapshot.manifestList] else { return [] }
        return try ManifestList.read(avro: list)
    }

    func content(of file: ManifestFile) throws -> Manifest { try Manifest(avro: objects[file.path] ?? []) }

    /// All entries of the current snapshot with their inherited numbers.
    func entries() throws -> [ManifestEntry] {
        try manifests().flatMap { file in try content(of: file).entries.map { $0.inheriting(from: file) } }
    }

    func liveNames() throws -> Set<String> {
        Set(try entries().filter(\.isLive).map { String($0.file.path.split(separator: "/").last?.dropLast(8) ?? "") })
    }
}

@Suite("CommitPlan")
struct CommitPlanTests {
    @Test("a new table has schema, spec and an empty snapshot, even without rows")
    func creates() throws {
        var table = PlannedTable()
        try table.commit(TableChange(schema: petSchema(), operation: .replaceAll, comment: "Pets"))
        let metadata = try #require(table.metadata)
        #expect(table.version == 1)
        #expect(metadata.currentSnapshot?.summary["operation"] == "append")
        #expect(
            metadata.currentSnapshot?.totals
                == Snapshot.Totals(summary: ["total-records": "0", "total-data-files": "0", "total-files-size": "0"]))
        #expect(metadata.properties["comment"] == "Pets")
        #expect(metadata.properties["write.parquet.compression-codec"] == "zstd")
        #expect(try table.manifests().isEmpty)
        #expect(metadata.lastSequenceNumber == 1)
        #expect(metadata.refs["main"]?["snapshot-id"]?.integer == metadata.currentSnapshotID)
    }

    @Test("appending keeps earlier manifests; files inherit the number of the commit that added them")
    func appends() throws {
        var table = PlannedTable()
        try table.commit(TableChange(schema: petSchema(), operation: .append, addedFiles: [paperFile("a")]))
        let first = try table.manifests()
        try table.commit(TableChange(schema: petSchema(), operation: .append, addedFiles: [paperFile("b", rows: 5)]))
        #expect(try table.manifests().contains(first[0]))
        #expect(try table.liveNames() == ["a", "b"])
        let numbers = Dictionary(
            uniqueKeysWithValues: try table.entries().map { ($0.file.recordCount, $0.sequenceNumber) })
        #expect(numbers == [10: 1, 5: 2])
        let totals = table.metadata?.currentSnapshot?.totals
        #expect(totals?.rows == 15 && totals?.files == 2 && totals?.byteCount == 1500)
        #expect(table.metadata?.currentSnapshot?.parentID == table.metadata?.snapshots.first?.id)
        // Written as null so that a reader inherits them.
        let raw = try table.content(of: #require(try table.manifests().last)).entries[0]
        #expect(raw.sequenceNumber == nil && raw.fileSequenceNumber == nil)
    }

    @Test("replacing all rows names the files that left, and forgets them at the next commit")
    func replacesAll() throws {
        var table = PlannedTable()
        try table.commit(
            TableChange(schema: petSchema(), operation: .append, addedFiles: [paperFile("a"), paperFile("b")]))
        try table.commit(TableChange(schema: petSchema(), operation: .replaceAll, addedFiles: [paperFile("c")]))
        #expect(try table.liveNames() == ["c"])
        let gone = try table.entries().filter { !$0.isLive }
        #expect(gone.count == 2)
        #expect(gone.allSatisfy { $0.sequenceNumber == 1 && $0.snapshotID == table.metadata?.currentSnapshotID })
        let summary = try #require(table.metadata?.currentSnapshot?.summary)
        #expect(summary["operation"] == "overwrite")
        #expect(summary["deleted-data-files"] == "2" && summary["deleted-records"] == "20")
        #expect(summary["total-records"] == "10" && summary["total-files-size"] == "1000")
        try table.commit(TableChange(schema: petSchema(), operation: .append, addedFiles: [paperFile("d")]))
        #expect(try table.entries().allSatisfy(\.isLive))
        try table.commit(TableChange(schema: petSchema(), operation: .replaceAll))
        #expect(table.metadata?.currentSnapshot?.summary["operation"] == "delete")
        #expect(table.metadata?.currentSnapshot?.totals.rows == 0)
    }

    @Test("replacing partitions leaves other partitions' files, with their numbers")
    func replacesPartitions() throws {
        var table = PlannedTable()
        func change(_ operation: TableChange.Operation, _ files: [DataFile]) throws -> TableChange {
            try TableChange(
                schema: petSchema(), partitionColumn: "objecttypeid", operation: operation, addedFiles: files)
        }
        try table.commit(change(.append, [paperFile("a", partition: "0-1"), paperFile("b", partition: "0-2")]))
        try table.commit(change(.append, [paperFile("c", partition: "2-7")]))
        let untouched = try table.manifests()[1]
        try table.commit(change(.replacePartitions(["0-1", "0-9"]), [paperFile("d", rows: 1, partition: "0-1")]))
        #expect(try table.liveNames() == ["b", "c", "d"])
        #expect(try table.manifests().contains(untouched))
        let stayed = try #require(try table.entries().first { $0.status == .existing })
        #expect(stayed.sequenceNumber == 1 && stayed.snapshotID == table.metadata?.snapshots[0].id)
        let totals = try #require(table.metadata?.currentSnapshot?.totals)
        #expect(totals.rows == 21 && totals.files == 3 && totals.byteCount == 2100)
        let rewritten = try #require(try table.manifests().first { $0.existingFiles.files > 0 })
        #expect(rewritten.minSequenceNumber == 1 && rewritten.sequenceNumber == 3)
        #expect(rewritten.partitions?.first?.lower == Array("0-1".utf8))
        try table.commit(change(.replacePartitions(["0-2"]), []))
        #expect(try table.liveNames() == ["c", "d"])
    }

    @Test("a model of sets of files agrees after many random commits", arguments: 1...8 as ClosedRange<UInt64>)
    func agreesWithModel(seed: UInt64) throws {
        var table = PlannedTable()
        var generator = SeededGenerator(seed: seed)
        var model: [String: String] = [:]
        for step in 0..<40 {
            let partitions = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                "0-\(Int.random(in: 1...4, using: &generator))"
            }
            let files = partitions.enumerated().map { paperFile("f\(step)-\($0)", partition: $1) }
            let operation: TableChange.Operation
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: (operation, model) = (.replaceAll, [:])
            case 1..<5: operation = .append
            default:
                operation = .replacePartitions(Set(partitions))
                model = model.filter { !partitions.contains($0.value) }
            }
            for (index, partition) in partitions.enumerated() { model["f\(step)-\(index)"] = partition }
            try table.commit(
                TableChange(
                    schema: petSchema(), partitionColumn: "objecttypeid", operation: operation, addedFiles: files))
            #expect(try table.liveNames() == Set(model.keys))
            let totals = try #require(table.metadata?.currentSnapshot?.totals)
            #expect(totals.files == model.count && totals.rows == model.count * 10)
            #expect(totals.byteCount == model.count * 1000)
        }
        let numbers = table.metadata?.snapshots.map(\.sequenceNumber)
        #expect(numbers == Array(1...40))
    }

    @Test("properties alone change without a new snapshot")
    func changesProperties() throws {
        var table = PlannedTable()
        try table.commit(TableChange(schema: petSchema(), operation: .append, addedFiles: [paperFile("a")]))
        let snapshot = table.metadata?.currentSnapshot
        try table.commit(
            TableChange(schema: petSchema(), operation: .metadataOnly, properties: ["hublake.cursor": "x"]))
        #expect(table.metadata?.currentSnapshot == snapshot)
        #expect(table.metadata?.properties["hublake.cursor"] == "x")
        #expect(table.metadata?.lastSequenceNumber == 1)
        #expect(table.version == 2)
    }

    @Test("a schema that the table had before gets its id again; a new one gets the next")
    func reusesSchemas() throws {
        var table = PlannedTable()
        try table.commit(TableChange(schema: petSchema(), operation: .append))
        let wider = try TableSchema.evolve(
            petSchema(), to: petFields + [FieldRequest("color", .string)], key: ["objecttypeid", "objectid"])
        try table.commit(TableChange(schema: wider, operation: .append, addedFiles: [paperFile("a")]))
        try table.commit(TableChange(schema: wider, operation: .append, addedFiles: [paperFile("b")]))
        #expect(table.metadata?.schemas.map(\.id) == [0, 1])
        #expect(table.metadata?.currentSchemaID == 1)
        #expect(table.metadata?.snapshots.map(\.schemaID) == [0, 1, 1])
        #expect(table.metadata?.lastColumnID == 5)
        let failure = #expect(throws: Failure.self) {
            try table.commit(TableChange(schema: petSchema(), operation: .append))
        }
        #expect(failure?.kind == .conflict)
    }

    @Test("time never goes back between two commits")
    func keepsTimeMonotonic() throws {
        var table = PlannedTable()
        try table.commit(TableChange(schema: petSchema(), operation: .append), at: morning)
        try table.commit(TableChange(schema: petSchema(), operation: .append), at: morning.adding(seconds: -60))
        #expect(table.metadata?.snapshots.map(\.timestamp) == [morning, morning])
    }

    @Test("the log of metadata files is bounded")
    func boundsMetadataLog() throws {
        var table = PlannedTable()
        for _ in 0..<120 { try table.commit(TableChange(schema: petSchema(), operation: .metadataOnly)) }
        #expect(table.metadata?.metadataLog.count == 100)
        #expect(table.metadata?.metadataLog.last?["metadata-file"] == "memory://store/pets/metadata/v119.metadata.json")
    }

    @Test("changes that contradict themselves are our defects")
    func refusesContradictions() throws {
        var table = PlannedTable()
        let schema = try petSchema()
        let contradictions = [
            TableChange(schema: schema, operation: .replacePartitions(["0-1"])),
            TableChange(schema: schema, operation: .append, addedFiles: [paperFile("a", partition: "0-1")]),
            TableChange(schema: schema, operation: .append, addedFiles: [paperFile("a"), paperFile("a")]),
            TableChange(schema: schema, operation: .metadataOnly, addedFiles: [paperFile("a")]),
            TableChange(schema: schema, partitionColumn: "objectid", operation: .append),
        ]
        for change in contradictions {
            #expect(throws: Failure.self) { try table.commit(change) }
        }
    }

    @Test("delete files of another program stay with an append and leave when all rows are replaced")
    func handlesDeleteFiles() throws {
        var deletes = ManifestFile(
            path: "memory://store/pets/metadata/d.avro", byteCount: 1, specID: 0, content: .deletes, sequenceNumber: 2,
            minSequenceNumber: 2, addedSnapshotID: 5)
        deletes.addedFiles = .init(files: 1, rows: 3)
        let base = [CommitBase.LoadedManifest(file: deletes, content: nil)]
        func manifests(_ operation: TableChange.Operation) throws -> ManifestChange {
            try ManifestChange(
                TableChange(schema: petSchema(), operation: operation), onto: base, specs: [.unpartitioned],
                spec: .unpartitioned, types: [:], snapshotID: 9)
        }
        #expect(try manifests(.append).kept == [deletes])
        #expect(try manifests(.replaceAll).kept.isEmpty)
        #expect(try manifests(.replaceAll).removedDeleteFiles == 1)
    }
}
