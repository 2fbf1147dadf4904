/// Live rows of one state of a table, told by the file that holds them and their place in it.
public struct LocatedRows: Sendable {
    /// Some rows of one data file.
    public struct File: Sendable, Hashable {
        /// The data file.
        public let file: DataFile
        /// The rows' places in it, from 0, ascending.
        public let positions: [Int]
        let live: LiveFile

        init(_ live: LiveFile, positions: [Int]) {
            file = live.file
            self.positions = positions
            self.live = live
        }
    }

    /// The files that hold at least one of the rows.
    public let files: [File]
    /// Rows found.
    public var rowCount: Int { files.reduce(0) { $0 + $1.positions.count } }
    /// Bytes of the files that hold them.
    public var touchedByteCount: Int { files.reduce(0) { $0 + $1.file.byteCount } }

    /// The state that the places belong to.
    let version: Int
    /// What was looked through.
    let live: LiveFiles
    let deletes: PositionDeletes
}
