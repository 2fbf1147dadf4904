import Avro
public import Foundations
import ObjectStore
public import Parquet

extension LakehouseTable {
    /// Prepares that `rows` leave with the next commit (``TableChange/Operation/rowDelta(_:)``).
    ///
    /// By position deletes: one delete file for each touched data file is written; when the data file has many, it takes their place.
    /// By copy-on-write: what the touched files keep is handed to `keep`, and the caller adds it to the files of the commit.
    ///
    /// - Parameters:
    ///   - rows: found in this state of the table.
    ///   - strategy: how they leave.
    ///   - runID: names the files.
    ///   - keep: gets the rows that stay, one batch at a time, each of one partition; called by copy-on-write only.
    public func remove(
        _ rows: LocatedRows, by strategy: WriteStrategy, runID: RunID,
        keeping keep: (ColumnBatch) async throws -> Void = { _ in }
    ) async throws -> RowRemoval {
        guard rows.version == version else {
            throw Failure(
                .internal, "cannot remove rows of the table \(folder.folder)",
                why: "they were found in another state of the table")
        }
        var removal = RowRemoval(version: version)
        removal.rowCount = rows.rowCount
        guard rows.rowCount > 0 else { return removal }
        switch strategy {
        case .copyOnWrite:
            try await survivors(of: rows, consume: keep)
            removal.removedDataFiles = Set(rows.files.map(\.file.path))
            let plan = DeletePlan(after: removal.removedDataFiles, rows.live, rows.deletes)
            removal.removedDeleteFiles = plan.replaced
            removal.deleteFiles = try await write(plan.files, runID: runID)
        case .positionDeletes:
            let plan = DeletePlan(rows)
            removal.removedDeleteFiles = plan.replaced
            removal.deleteFiles = try await write(plan.files, runID: runID)
        }
        return removal
    }

    /// Removes what ``remove(_:by:runID:keeping:)`` wrote, after a commit that did not come about.
    public func discard(_ removal: RowRemoval) async throws {
        for added in removal.deleteFiles { try await store.delete(folder.key(of: added.file.path)) }
    }

    /// Hands over the rows that files keep when `rows` leave them.
    private func survivors(of rows: LocatedRows, consume: (ColumnBatch) async throws -> Void) async throws {
        var leaving: [String: [Int]] = [:]
        for file in rows.files {
            leaving[file.file.path] = (file.positions + rows.deletes[file.file.path]).sortedUnique()
        }
        let rest = TableRows(
            table: self, files: rows.files.map(\.live), fields: schema.fields,
            selection: .live(PositionDeletes(positions: leaving)))
        for try await batch in rest where batch.rowCount > 0 { try await consume(batch) }
    }

    /// Puts delete files.
    func write(_ planned: [DeletePlan.File], runID: RunID) async throws -> [RowRemoval.AddedDeleteFile] {
        var salt = SystemRandomNumberGenerator()
        var added: [RowRemoval.AddedDeleteFile] = []
        for plan in planned {
            let parquet = try Failure.explaining("cannot write a delete file of the table \(folder.folder)") {
                try PositionDeleteFile.write(plan.lines)
            }
            let hex = String(UInt64.random(in: 0...UInt64.max, using: &salt), radix: 16)
            let key = "\(folder.folder)/data/\(runID)-\(hex)-deletes.parquet"
            try await store.put(key, parquet.bytes, if: .always)
            added.append(
                .init(file: DataFile(positionDeletes: parquet, at: folder.path(of: key), plan.slot), spec: plan.spec))
        }
        return added
    }
}

extension DataFile {
    /// The manifest's view of a position delete file; paths are bounded by themselves, for engines that compare them whole.
    init(positionDeletes parquet: ParquetFile, at path: String, _ slot: Slot) {
        self.init(
            parquet, at: path, partition: slot.partition, boundedFieldIDs: [PositionDeleteFile.positionColumn.fieldID])
        content = 1
        sortOrderID = nil
        for column in parquet.columns where column.fieldID == PositionDeleteFile.pathColumn.fieldID {
            lowerBounds[column.fieldID] = column.lowerBound.map(BoundBytes.serialise)
            upperBounds[column.fieldID] = column.upperBound.map(BoundBytes.serialise)
        }
    }
}
