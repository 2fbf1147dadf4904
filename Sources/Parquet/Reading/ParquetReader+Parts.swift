/// Reading a file that lies somewhere else, by fetching only what is asked for.
extension ParquetReader {
    /// Reads the footer of a file of which only the end `tail` was fetched; ``footerByteCount(tail:)`` says whether it is enough.
    ///
    /// Row groups are read by ``read(rowGroup:columns:from:startingAt:)``. Throws `corrupt` or `unsupported`.
    public init(tail: [UInt8], fileByteCount: Int, limits: Limits = .init()) throws(ParquetError) {
        guard tail.count <= fileByteCount else { throw .corrupt("the file's end is longer than the file") }
        try self.init(try Footer.decode(tail: tail), tail, start: fileByteCount - tail.count, limits)
    }

    /// How many bytes of the file's end the footer takes. Throws `corrupt` for what is not the end of a Parquet file.
    public static func footerByteCount(tail: [UInt8]) throws(ParquetError) -> Int { try Footer.byteCount(tail: tail) }

    /// The part of the file that holds these columns of a row group, and whatever lies between them.
    ///
    /// Throws `invalid` for a row group or column that the file does not have, `corrupt` for one that lies nowhere.
    public func byteRange(rowGroup index: Int, columns names: Set<String>) throws(ParquetError) -> Range<Int> {
        guard chunks.indices.contains(index) else { throw .invalid("the file has no row group \(index)") }
        var range: Range<Int>?
        for leaf in schema.leaves where names.contains(leaf.stored.column.name) {
            let chunk = chunks[index][leaf.index]
            guard let start = Int(exactly: chunk.firstPageOffset), let count = Int(exactly: chunk.compressedByteCount),
                start >= 0, count >= 0, case let (end, overflow) = start.addingReportingOverflow(count), !overflow
            else { throw .corrupt("a chunk lies outside the file") }
            range = min(range?.lowerBound ?? start, start)..<max(range?.upperBound ?? end, end)
        }
        guard let range else { throw .invalid("no column to read was named") }
        return range
    }

    /// Reads columns of a row group from the part of the file that ``byteRange(rowGroup:columns:)`` named.
    ///
    /// Throws like ``read(rowGroup:columns:)``.
    public func read(
        rowGroup index: Int, columns names: Set<String>, from part: [UInt8], startingAt start: Int
    ) throws(ParquetError) -> ColumnBatch {
        try ParquetReader(self, bytes: part, start: start).read(rowGroup: index, columns: names)
    }
}
