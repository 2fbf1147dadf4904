import Avro
public import Foundations
public import ObjectStore
public import Parquet

/// Turns batches into the data files of one commit. Files are verified by reading them back before they are put; until a commit
/// names them nobody sees them.
///
/// Memory: about `targetByteCount` for all open files together, and one finished file while it is checked and put.
public struct DataFileWriter: Sendable {
    private let schema: TableSchema
    private let columns: [Column]
    private let partitionColumn: String?
    private let folder: TableFolder
    private let store: any ObjectStore
    private let runID: RunID
    private let targetByteCount: Int
    private let salt: UInt32
    private var open: [String?: OpenFile] = [:]
    private var files: [DataFile] = []
    private var keys: [String] = []

    /// The rows appended so far; `ingestedat` does not count, since it differs at every run.
    public private(set) var digest = ContentDigest(excluding: FileVerification.unstableColumns)

    private struct OpenFile: Sendable {
        var writer: ParquetWriter
        var verification = FileVerification()
    }

    /// A writer of files for one commit.
    ///
    /// - Parameters:
    ///   - schema: the table's schema after the commit.
    ///   - partitionColumn: the column that divides the files, if any.
    ///   - name: the table's folder in the store.
    ///   - store: where the files go.
    ///   - runID: the run, part of the files' names.
    ///   - targetByteCount: a file is closed when it has about this many bytes.
    ///   - salt: random, so that two writers of one run never choose the same name.
    public init(
        schema: TableSchema, partitionColumn: String? = nil, folder name: String, store: any ObjectStore, runID: RunID,
        targetByteCount: Int = 128 << 20, salt: UInt32 = .random(in: 0...UInt32.max)
    ) {
        self.schema = schema
        columns = schema.columns
        self.partitionColumn = partitionColumn
        folder = TableFolder(root: store.location, folder: name)
        self.store = store
        self.runID = runID
        self.targetByteCount = targetByteCount
        self.salt = salt
    }

    /// Appends rows; columns are matched by name, missing ones are null. In a partitioned table all rows of a batch have the
    /// same value in the partition column.
    public mutating func append(_ batch: ColumnBatch) async throws {
        guard batch.rowCount > 0 else { return }
        let batch = try batch.aligned(to: columns)
        let partition = try partitionValue(of: batch)
        let added = ContentDigest(of: batch, excluding: FileVerification.unstableColumns)
        var file = open[partition] ?? OpenFile(writer: ParquetWriter(columns: columns))
        open[partition] = nil
        try Failure.explaining("cannot write to the table \(folder.folder)") { try file.writer.append(batch) }
        file.verification.add(batch, stable: added)
        digest.add(added)
        open[partition] = file
        while open.values.reduce(0, { $0 + $1.writer.estimatedByteCount }) >= targetByteCount,
            let largest = open.max(by: { $0.value.writer.estimatedByteCount < $1.value.writer.estimatedByteCount })
        {
            try await close(largest.key)
        }
    }

    /// Closes what is open and gives all files for the commit. No rows, no files.
    public mutating func finish() async throws -> [DataFile] {
        for partition in open.keys.sorted(by: { ($0 ?? "") < ($1 ?? "") }) { try await close(partition) }
        return files
    }

    /// Deletes what was put, after a failure. Throws the first failure to delete, after trying all.
    public mutating func discard() async throws {
        open = [:]
        var first: (any Error)?
        for key in keys {
            do { try await store.delete(key) } catch { first = first ?? error }
        }
        (files, keys) = ([], [])
        if let first { throw first }
    }

    // MARK: One file

    private mutating func close(_ partition: String?) async throws {
        guard var file = open.removeValue(forKey: partition) else { return }
        let parquet = try Failure.explaining("cannot write to the table \(folder.folder)") {
            try file.writer.finish()
        }
        try file.verification.check(parquet)
        let key = "\(folder.folder)/data/\(fileName(at: keys.count)).parquet"
        keys.append(key)
        try await store.put(key, parquet.bytes, if: .always)
        let tuple: [AvroValue] = partitionColumn == nil ? [] : [partition.map { .string($0) } ?? .null]
        files.append(
            DataFile(
                parquet, at: folder.path(of: key), partition: tuple,
                boundedFieldIDs: DataFile.boundedFieldIDs(of: schema)))
    }

    /// `20261125T100000123Z-9f3a61c2-00000-1b9e03d4`.
    private func fileName(at index: Int) -> String {
        let digits = String(index)
        let hex = String(UInt32(truncatingIfNeeded: ValueHash.mix(UInt64(salt), UInt64(index))), radix: 16)
        return "\(runID)-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + "-"
            + String(repeating: "0", count: 8 - hex.count) + hex
    }

    private func partitionValue(of batch: ColumnBatch) throws -> String? {
        guard let partitionColumn else { return nil }
        guard let vector = batch[partitionColumn], vector.type == .string else {
            throw Failure(.internal, "cannot write to the table", why: "its partition column is not a text column")
        }
        let first = vector.string(0)
        for row in 1..<max(1, vector.count) where vector.string(row) != first {
            throw Failure(.internal, "cannot write to the table", why: "a batch has rows of two partitions")
        }
        return first
    }
}
