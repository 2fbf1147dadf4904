import Avro
import Foundations
import ObjectStore
import Parquet

/// A compaction whose files are written and that only has to be committed.
struct PreparedCompaction: Sendable {
    var replacement = FileReplacement()
    var addedFiles: [DataFile] = []
    /// Rows that deletes took out of the files that leave, by file: still true when it is committed, or it is worthless.
    var deleted: [String: [Int]] = [:]
    var inputByteCount = 0
}

extension LakehouseTable {
    /// Which files are worth writing again.
    func compactionPlan(
        _ live: LiveFiles, _ deletes: PositionDeletes, _ settings: CompactionSettings
    ) -> CompactionPlan {
        let foreign = Set(schema.foreignFields.compactMap { $0.json["id"]?.integer.flatMap(Int32.init(exactly:)) })
        return CompactionPlan(
            live.data, deletedCount: { deletes[$0.path].count }, sortField: sortField?.id, settings: settings
        ) { file in
            // Values of types that we do not know would be lost, and files of other specs stay under them.
            guard file.spec.id == metadata.defaultSpecID, file.spec.divides(by: partitionField?.id) else {
                return false
            }
            let counts = file.file.valueCounts
            return foreign.isEmpty || (!counts.isEmpty && foreign.isDisjoint(with: counts.keys))
        }
    }

    /// Writes the files of a plan.
    func prepare(
        _ plan: CompactionPlan, _ live: LiveFiles, _ deletes: PositionDeletes, _ settings: CompactionSettings,
        runID: RunID
    ) async throws -> PreparedCompaction {
        var prepared = PreparedCompaction()
        for group in plan.groups {
            var writer = DataFileWriter(
                schema: schema, partitionColumn: partitionField?.name, folder: folder.folder, store: store,
                runID: runID,
                targetByteCount: settings.targetByteCount)
            let files = group.files.map { file in
                TableRows(table: self, files: [file], fields: schema.fields, selection: .live(deletes))
            }
            try await SortedMerge.merge(files, by: sortField?.name) { try await writer.append($0) }
            prepared.addedFiles += try await writer.finish()
            prepared.replacement.removedDataFiles.formUnion(group.files.map(\.file.path))
            prepared.inputByteCount += group.byteCount
        }
        let removed = prepared.replacement.removedDataFiles
        for path in removed { prepared.deleted[path] = deletes[path] }
        let deletePlan = DeletePlan(after: removed, live, deletes)
        prepared.replacement.removedDeleteFiles = deletePlan.replaced
        prepared.replacement.deleteFiles = try await write(deletePlan.files, runID: runID)
        return prepared
    }

    /// Whether a prepared compaction still holds the rows that this state has in the files that leave.
    func stillHolds(_ prepared: PreparedCompaction) async throws -> Bool {
        let live = try await liveFiles()
        let deletes = try await positionDeletes(live)
        return Set(live.data.map(\.file.path)).isSuperset(of: prepared.replacement.removedDataFiles)
            && Set(live.deletes.map(\.file.path)).isSuperset(of: prepared.replacement.removedDeleteFiles)
            && prepared.deleted.allSatisfy { deletes[$0.key] == $0.value }
    }

    /// Removes what was written for a compaction that was not committed.
    func discard(_ prepared: PreparedCompaction) async throws {
        for file in prepared.addedFiles { try await store.delete(folder.key(of: file.path)) }
        for added in prepared.replacement.deleteFiles { try await store.delete(folder.key(of: added.file.path)) }
    }

    /// The column that rows are in order of: the first 64-bit one of the key.
    var sortField: TableField? {
        schema.identifierNames.lazy.compactMap { schema[$0] }.first { $0.type == .int64 && $0.isRequired }
    }

    /// The column that divides the table's files; nil where none does.
    var partitionField: TableField? {
        guard let spec = metadata.specs.first(where: { $0.id == metadata.defaultSpecID }), spec.fields.count == 1,
            spec.fields[0].transform == "identity"
        else { return nil }
        return schema.fields.first { $0.id == spec.fields[0].sourceID }
    }
}
