import Foundations
import Lakehouse
import Parquet

/// Appends one source's rows to the next state of a table.
struct TableWriter {
    let table: String
    let partition: String?
    /// Digest of the rows that the table holds now; nil when they must be replaced in any case.
    let knownDigest: String?
    private var files: DataFileWriter
    private var rows = 0
    private var unparsedValues: [String: Int] = [:]

    init(table: String, partition: String?, knownDigest: String?, files: DataFileWriter) {
        self.table = table
        self.partition = partition
        self.knownDigest = knownDigest
        self.files = files
    }

    mutating func append(_ batch: ColumnBatch) async throws {
        guard batch.rowCount > 0 else { return }
        rows += batch.rowCount
        try await files.append(batch)
    }

    mutating func count(unparsed: [String: Int]) { unparsedValues = unparsed }

    /// Ends the rows: their files are written, unless the table holds exactly these rows already.
    mutating func finish() async throws -> WrittenRows {
        let digest = files.digest.text
        var written = WrittenRows(
            partition: partition, digest: digest, rows: rows, files: nil, unparsedValues: unparsedValues)
        if digest == knownDigest {
            try await files.discard()
        } else {
            written.files = try await files.finish()
        }
        return written
    }

    /// Gives the rows up; what was already written is removed.
    mutating func abandon() async throws { try await files.discard() }
}

/// The rows of one source, ready to be committed.
struct WrittenRows: Sendable {
    var partition: String?
    var digest: String
    var rows: Int
    /// The files that hold them; nil when the table holds exactly these rows already.
    var files: [DataFile]?
    var unparsedValues: [String: Int]
}
