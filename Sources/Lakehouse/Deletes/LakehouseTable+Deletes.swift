import Foundations
import ObjectStore

extension LakehouseTable {
    /// What the snapshot's delete files take out of its data files.
    ///
    /// - Throws: `Failure` (`configuration`) for delete files that hublake cannot apply.
    func positionDeletes(_ live: LiveFiles) async throws -> PositionDeletes {
        guard !live.deletes.isEmpty else { return PositionDeletes() }
        for delete in live.deletes {
            guard delete.file.content == 1, delete.file.format.uppercased() == "PARQUET" else {
                throw Failure(
                    .configuration, "cannot read the table \(folder.folder)",
                    why: "another program deleted rows by their values or in the format \(delete.file.format), "
                        + "which hublake does not apply",
                    remedy: "Compact the table with that program (Spark: rewrite_data_files) and try again.")
            }
        }
        let (store, folder) = (store, folder)
        let read = try await live.deletes.mapConcurrently(limit: 8) { delete in
            let body = try await store.get(folder.key(of: delete.file.path)).body
            let lines = try Failure.explaining("cannot read a delete file of the table \(folder.folder)") {
                try PositionDeleteFile.read(body)
            }
            return (delete.file.path, lines)
        }
        return PositionDeletes(live, lines: Dictionary(read) { $0 + $1 })
    }
}
