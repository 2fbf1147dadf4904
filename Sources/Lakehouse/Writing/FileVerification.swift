import Foundations
import Parquet

/// What was handed to a Parquet writer, to be compared with what the finished file says: a file is only put when both agree.
struct FileVerification: Sendable {
    private var digest = ContentDigest()
    private var nullCounts: [String: Int] = [:]

    mutating func add(_ batch: ColumnBatch) {
        digest.add(batch)
        for (column, vector) in zip(batch.columns, batch.vectors) {
            nullCounts[column.name, default: 0] += vector.nullCount
        }
    }

    /// Eight hex digits that follow from the content.
    var shortText: String { digest.shortText }

    /// Reads the file back, one row group at a time.
    ///
    /// - Throws: `Failure` (`internal`) when it does not hold what was written.
    func check(_ file: ParquetFile) throws {
        let read = try Failure.explaining("cannot read back a file just written") {
            let reader = try ParquetReader(file.bytes)
            var read = FileVerification()
            for group in 0..<reader.rowGroups.count { read.add(try reader.read(rowGroup: group)) }
            return read
        }
        let counted = Dictionary(file.columns.map { ($0.name, $0.nullCount) }) { first, _ in first }
        guard read.digest.rowCount == digest.rowCount, file.rowCount == digest.rowCount else { throw mismatch("rows") }
        guard digest.rowCount == 0 || (read.nullCounts == nullCounts && counted == nullCounts) else {
            throw mismatch("nulls")
        }
        guard read.digest == digest else { throw mismatch("values") }
    }

    private func mismatch(_ what: String) -> Failure {
        Failure(
            .internal, "cannot trust a file just written", why: "its \(what) differ from what was given to the writer",
            remedy: "Nothing was committed. This is a defect of hublake; please report it with the run's report.")
    }
}
