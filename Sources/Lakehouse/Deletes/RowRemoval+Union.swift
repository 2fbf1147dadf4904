public import Foundations
import ObjectStore

extension RowRemoval {
    /// Takes in the removal of other rows of the same state; the two must not touch the same partition.
    public mutating func formUnion(_ other: RowRemoval) {
        precondition(version == other.version, "removals of two states of a table")
        // What stays of a file would be written twice.
        precondition(removedDataFiles.isDisjoint(with: other.removedDataFiles), "removals of one file")
        rowCount += other.rowCount
        removedDataFiles.formUnion(other.removedDataFiles)
        removedDeleteFiles.formUnion(other.removedDeleteFiles)
        deleteFiles += other.deleteFiles
    }
}

extension RowRemoval {
    /// The same removal for a later state of the table, which must still have the files that it concerns, with the same deletes.
    public func moved(to table: LakehouseTable) -> RowRemoval {
        var moved = self
        moved.version = table.version
        return moved
    }
}

extension LakehouseTable {
    /// Prepares that all rows of a partition, or of the table, leave with the next commit.
    ///
    /// - Parameters:
    ///   - partition: the value of the partition column; nil for a table without one.
    ///   - runID: names the files.
    public func removeAll(partition: String?, runID: RunID) async throws -> RowRemoval {
        let live = try await liveFiles(partition: partition)
        let plan = DeletePlan(after: Set(live.data.map(\.file.path)), live, try await positionDeletes(live))
        var removal = RowRemoval(version: version)
        removal.rowCount = live.data.reduce(0) { $0 + $1.file.recordCount }
        removal.removedDataFiles = Set(live.data.map(\.file.path))
        removal.removedDeleteFiles = plan.replaced
        removal.deleteFiles = try await write(plan.files, runID: runID)
        return removal
    }
}
