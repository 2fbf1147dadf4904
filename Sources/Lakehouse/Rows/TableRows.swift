import Avro
import Foundations
import ObjectStore
public import Parquet

/// A table's current rows, one row group at a time; the next is fetched when it is asked for, so memory holds one file.
///
/// Columns are found by field id: those that a file does not have, because they are younger than it, are null. Rows that delete
/// files take out are left out.
public struct TableRows: AsyncSequence, Sendable {
    /// A row group's rows, with the columns that were asked for, in the schema's order.
    public typealias Element = ColumnBatch

    let table: LakehouseTable
    let files: [LiveFile]
    let fields: [TableField]
    /// Which rows of each file are read.
    let selection: RowSelection

    /// Starts at the first file.
    public func makeAsyncIterator() -> Iterator { Iterator(rows: self) }

    /// Goes through the files in the order of the manifests.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let rows: TableRows
        private var nextFile = 0
        private var current: (file: LiveFile, projected: ProjectedFile)?
        private var nextGroup = 0
        /// Rows of the current file before the next group.
        private var offset = 0

        init(rows: TableRows) { self.rows = rows }

        /// The next rows; nil after the last.
        public mutating func next() async throws -> ColumnBatch? {
            while true {
                if let (file, projected) = current, nextGroup < projected.rowGroups.count {
                    let group = nextGroup
                    let range = offset..<offset + projected.rowGroups[group].rowCount
                    nextGroup += 1
                    offset = range.upperBound
                    guard rows.selection.mayKeep(range, of: file.file.path) else { continue }
                    let batch = try await Foundations.Failure.explaining(rows.table.cannotReadFile) {
                        try await projected.read(rowGroup: group)
                    }
                    return rows.selection.keep(batch, from: range, of: file.file.path)
                }
                guard nextFile < rows.files.count else { return nil }
                let file = rows.files[nextFile]
                current = (file, try await rows.table.open(file, fields: rows.fields))
                nextFile += 1
                nextGroup = 0
                offset = 0
            }
        }
    }
}

/// Which rows of the data files are read.
enum RowSelection: Sendable, Hashable {
    /// All but the deleted ones.
    case live(PositionDeletes)
    /// These places, ascending, by file.
    case only([String: [Int]])

    /// Whether a row group, the rows `range` of its file, has a row to read.
    func mayKeep(_ range: Range<Int>, of path: String) -> Bool {
        switch self {
        case .live(let deletes): deletes.rows(of: path, in: range).count < range.count
        case .only(let positions): !(positions[path] ?? []).within(range).isEmpty
        }
    }

    func keep(_ batch: ColumnBatch, from range: Range<Int>, of path: String) -> ColumnBatch {
        switch self {
        case .live(let deletes): batch.dropping(deletes.rows(of: path, in: range))
        case .only(let positions):
            batch.picking((positions[path] ?? []).within(range).map { $0 - range.lowerBound })
        }
    }
}

extension LakehouseTable {
    /// The current rows.
    ///
    /// - Parameters:
    ///   - columns: the columns to read; nil for all.
    ///   - partition: the value of the partition column whose files are read; nil for all files.
    /// - Throws: `Failure`: `configuration` when the table has delete files of a kind that hublake cannot apply, or a column is
    ///   not in its schema.
    public func read(columns: Set<String>? = nil, partition: String? = nil) async throws -> TableRows {
        let fields = try fields(columns)
        let live = try await liveFiles(partition: partition)
        let deletes = try await positionDeletes(live)
        return TableRows(table: self, files: live.data, fields: fields, selection: .live(deletes))
    }

    /// The rows that ``locate(_:partition:)`` found in this state, with all columns or some.
    public func read(_ rows: LocatedRows, columns: Set<String>? = nil) throws -> TableRows {
        let positions = Dictionary(rows.files.map { ($0.file.path, $0.positions) }) { first, _ in first }
        return TableRows(
            table: self, files: rows.files.map(\.live), fields: try fields(columns), selection: .only(positions))
    }

    private func fields(_ columns: Set<String>?) throws -> [TableField] {
        if let unknown = columns?.first(where: { schema[$0] == nil }) {
            throw Foundations.Failure(
                .configuration, "cannot read the table \(folder.folder)", why: "it has no column \(unknown)")
        }
        return schema.fields.filter { columns?.contains($0.name) ?? true }
    }

    // MARK: One file

    var cannotReadFile: String { "cannot read a data file of the table \(folder.folder)" }

    /// A data file seen through some of the table's fields.
    func open(_ file: LiveFile, fields: [TableField]) async throws -> ProjectedFile {
        guard file.file.format.uppercased() == "PARQUET" else {
            throw Foundations.Failure(.configuration, cannotReadFile, why: "it is in the format \(file.file.format)")
        }
        let key = try folder.key(of: file.file.path)
        return try await Foundations.Failure.explaining(cannotReadFile) {
            let stored = try await StoredParquet(
                file.file, at: key, in: store,
                fields: fields.count < schema.fields.count ? Set(fields.map(\.id)) : nil)
            return try ProjectedFile(stored, fields: fields, constants: file.constants)
        }
    }
}

extension LiveFile {
    /// Values that all rows of the file share by its partition, by field id: imported files may lack these columns.
    fileprivate var constants: [Int32: String] {
        var constants: [Int32: String] = [:]
        for (field, value) in zip(spec.fields, file.partition) where field.transform == "identity" {
            if let id = field.sourceID, let text = value.string { constants[id] = text }
        }
        return constants
    }
}
