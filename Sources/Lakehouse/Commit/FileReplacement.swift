/// Files that leave because others hold the same rows: a compaction.
public struct FileReplacement: Sendable, Hashable {
    /// Paths of the data files whose rows are in the added files.
    var removedDataFiles: Set<String> = []
    /// Paths of delete files that are applied now, or whose lines are in an added one.
    var removedDeleteFiles: Set<String> = []
    /// Delete files that say again what the removed ones said of files that stay.
    var deleteFiles: [RowRemoval.AddedDeleteFile] = []
}
