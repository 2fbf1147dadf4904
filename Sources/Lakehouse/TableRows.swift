import Avro
import Foundations
import ObjectStore
public import Parquet

/// A table's current rows, one row group at a time; the next is fetched when it is asked for, so memory holds one file.
///
/// Columns are found by field id: those that a file does not have, because they are younger than it, are null.
public struct TableRows: AsyncSequence, Sendable {
    /// A row group's rows, with the columns that were asked for, in the schema's order.
    public typealias Element = ColumnBatch

    let table: LakehouseTable
    let files: [(file: DataFile, spec: PartitionSpec?)]
    let fields: [TableField]

    /// Starts at the first file.
    public func makeAsyncIterator() -> Iterator { Iterator(rows: self) }

    /// Goes through the files in the order of the manifests.
    public struct Iterator: AsyncIteratorProtocol {
        let rows: TableRows
        private var nextFile = 0
        private var current: ProjectedFile?
        private var nextGroup = 0

        init(rows: TableRows) { self.rows = rows }

        /// The next rows; nil after the last.
        public mutating func next() async throws -> ColumnBatch? {
            while true {
                if let file = current, nextGroup < file.reader.rowGroups.count {
                    nextGroup += 1
                    return try Foundations.Failure.explaining(rows.what) { try file.read(rowGroup: nextGroup - 1) }
                }
                guard nextFile < rows.files.count else { return nil }
                let (file, spec) = rows.files[nextFile]
                current = try await rows.open(file, spec)
                nextFile += 1
                nextGroup = 0
            }
        }
    }

    private var what: String { "cannot read a data file of the table \(table.folder.folder)" }

    private func open(_ file: DataFile, _ spec: PartitionSpec?) async throws -> ProjectedFile {
        guard file.format.uppercased() == "PARQUET" else {
            throw Foundations.Failure(.configuration, what, why: "it is in the format \(file.format)")
        }
        let body = try await table.store.get(table.folder.key(of: file.path)).body
        return try Foundations.Failure.explaining(what) {
            try ProjectedFile(ParquetReader(body), fields: fields, constants: file.constants(spec))
        }
    }
}

extension LakehouseTable {
    /// The current rows.
    ///
    /// - Parameters:
    ///   - columns: the columns to read; nil for all.
    ///   - partition: the value of the partition column whose files are read; nil for all files.
    /// - Throws: `Failure`: `configuration` when the table has delete files or a column is not in its schema.
    public func read(columns: Set<String>? = nil, partition: String? = nil) async throws -> TableRows {
        if let unknown = columns?.first(where: { schema[$0] == nil }) {
            throw Foundations.Failure(
                .configuration, "cannot read the table \(folder.folder)", why: "it has no column \(unknown)")
        }
        let fields = schema.fields.filter { columns?.contains($0.name) ?? true }
        let files = try await liveFiles().filter { partition == nil || $0.file.partitionValue == partition }
        return TableRows(table: self, files: files, fields: fields)
    }
}

extension DataFile {
    /// Values that all rows of the file share by its partition, by field id: imported files may lack these columns.
    fileprivate func constants(_ spec: PartitionSpec?) -> [Int32: String] {
        var constants: [Int32: String] = [:]
        for (field, value) in zip(spec?.fields ?? [], partition) where field.transform == "identity" {
            if let id = field.sourceID, let text = value.string { constants[id] = text }
        }
        return constants
    }
}
