import ObjectStore

/// Rows that leave a table with the next commit, in the form that ``LakehouseTable/remove(_:by:runID:keeping:)`` prepared.
public struct RowRemoval: Sendable, Hashable {
    /// Rows that leave.
    public internal(set) var rowCount = 0
    /// Bytes of the delete files that were written.
    public var writtenByteCount: Int { deleteFiles.reduce(0) { $0 + $1.file.byteCount } }

    /// The state of the table that it was prepared for; it fits no other.
    var version: Int
    /// Paths of data files that leave; what they had to keep is in files that the caller adds.
    var removedDataFiles: Set<String> = []
    /// Paths of delete files that leave: nothing is left for them to delete, or another says it too.
    var removedDeleteFiles: Set<String> = []
    /// Delete files that come.
    var deleteFiles: [AddedDeleteFile] = []

    /// Whether a commit would take nothing out.
    public var isEmpty: Bool { removedDataFiles.isEmpty && removedDeleteFiles.isEmpty && deleteFiles.isEmpty }

    init(version: Int) { self.version = version }

    /// A delete file that was written, with its spec.
    struct AddedDeleteFile: Sendable, Hashable {
        var file: DataFile
        var spec: PartitionSpec
    }
}
