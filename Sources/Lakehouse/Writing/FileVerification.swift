import Foundations
import Parquet

/// What was handed to a Parquet writer, to be compared with what the finished file says: a file is only put when both agree.
struct FileVerification: Sendable {
    /// The columns that ``DataFileWriter/digest`` leaves out.
    static let unstableColumns: Set<String> = ["ingestedat"]

    private var stable = ContentDigest(excluding: unstableColumns)
    private var unstable = ContentDigest()
    private var nullCounts: [String: Int] = [:]

    /// Adds rows whose digest over the stable columns is known already.
    mutating func add(_ batch: ColumnBatch, stable digest: ContentDigest) {
        stable.add(digest)
        unstable.add(batch.selecting(Self.unstableColumns))
        for (column, vector) in zip(batch.columns, batch.vectors) {
            nullCounts[column.name, default: 0] += vector.nullCount
        }
    }

    /// Reads the file back, one row group at a time.
    ///
    /// - Throws: `Failure` (`internal`) when it does not hold what was written.
    func check(_ file: ParquetFile) throws {
        let read = try Failure.explaining("cannot read back a file just written") {
            let reader = try ParquetReader(file.bytes)
            var read = FileVerification()
            for group in 0..<reader.rowGroups.count {
                let batch = try reader.read(rowGroup: group)
                read.add(batch, stable: ContentDigest(of: batch, excluding: Self.unstableColumns))
            }
            return read
        }
        let counted = Dictionary(file.columns.map { ($0.name, $0.nullCount) }) { first, _ in first }
        guard read.stable.rowCount == stable.rowCount, file.rowCount == stable.rowCount else { throw mismatch("rows") }
        guard stable.rowCount == 0 || (read.nullCounts == nullCounts && counted == nullCounts) else {
            throw mismatch("nulls")
        }
        guard read.stable == stable, read.unstable == unstable else { throw mismatch("values") }
    }

    private func mismatch(_ what: String) -> Failure {
        Failure(
            .internal, "cannot trust a file just written", why: "its \(what) differ from what was given to the writer",
            remedy: "Nothing was committed. This is a defect of hublake; please report it with the run's report.")
    }
}

extension ColumnBatch {
    /// Only the columns of these names.
    fileprivate func selecting(_ names: Set<String>) -> ColumnBatch {
        let places = columns.indices.filter { names.contains(columns[$0].name) }
        var batch = ColumnBatch(columns: places.map { columns[$0] })
        batch.vectors = places.map { vectors[$0] }
        return batch
    }
}
