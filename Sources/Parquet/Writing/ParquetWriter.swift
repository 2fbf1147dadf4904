/// Writes one Parquet file in memory: rows are gathered into row groups, which are encoded as soon as they are full.
///
/// ```swift
/// var writer = ParquetWriter(columns: batch.columns)
/// try writer.append(batch)
/// let file = try writer.finish()
/// ```
///
/// The file has data pages of version 1, PLAIN or RLE_DICTIONARY per chunk, a CRC-32 in each page header, and a page index: what
/// every reader understands (`docs/decisions/0001-own-parquet.md`).
public struct ParquetWriter: Sendable {
    /// How a file is laid out.
    public struct Options: Sendable, Hashable {
        /// How pages are compressed.
        public var codec = CompressionCodec.zstd()
        /// Rows after which a row group is full.
        public var rowGroupRowLimit = 131_072
        /// Bytes in memory, about, after which a row group is full.
        public var rowGroupByteLimit = 128 << 20
        /// Bytes of a page before compression, about.
        public var pageByteTarget = 1 << 20
        /// Bytes of distinct values beyond which a chunk gets no dictionary.
        public var dictionaryByteLimit = 1 << 20
        /// Bytes to which texts are shortened in the footer's and the index's bounds; 4 at least, so that a character fits.
        public var boundByteLimit = 64
        /// Notes for the footer, such as a table format's schema.
        public var metadata: [String: String] = [:]

        /// The defaults.
        public init() {}
    }

    /// Rows are taken over in portions of this many, so that a large batch cannot overshoot the byte limit by much.
    private static let portion = 1024

    private let columns: [StoredColumn]
    private let options: Options
    private var file = FileMetadata.magic
    private var pending: ColumnBatch
    private var rowGroups: [RowGroupMetadata] = []
    private var indexes: [[ColumnChunkWriter.Written]] = []
    private var writtenRowCount = 0
    private var encodedMemoryByteCount = 0
    private var isFinished = false

    /// A file with `columns`, no rows yet.
    public init(columns: [Column], options: Options = .init()) {
        self.columns = columns.map(StoredColumn.init(writing:))
        var checked = options
        checked.boundByteLimit = max(4, options.boundByteLimit)
        checked.rowGroupRowLimit = max(1, options.rowGroupRowLimit)
        self.options = checked
        pending = ColumnBatch(columns: columns)
    }

    /// The file's columns.
    var columnList: [Column] { pending.columns }

    /// Rows appended so far.
    public var rowCount: Int { writtenRowCount + pending.rowCount }

    /// What the file would have in bytes if it were finished now, about.
    public var estimatedByteCount: Int {
        guard encodedMemoryByteCount > 0 else { return file.count + pending.byteCount / 4 }
        return file.count + Int(Double(pending.byteCount) * Double(file.count) / Double(encodedMemoryByteCount))
    }

    /// Appends rows; their columns must be the file's, in order.
    ///
    /// Throws `invalid` for other columns, a null in a required column, a decimal with more digits than its precision, and text
    /// that is not UTF-8. The writer is then as it was.
    public mutating func append(_ batch: ColumnBatch) throws(ParquetError) {
        guard !isFinished else { throw .invalid("the file is finished") }
        try check(batch)
        var start = 0
        while start < batch.rowCount {
            let room = options.rowGroupRowLimit - pending.rowCount
            let end = min(batch.rowCount, start + min(room, Self.portion))
            pending.append(batch, rows: start..<end)
            start = end
            if pending.rowCount >= options.rowGroupRowLimit || pending.byteCount >= options.rowGroupByteLimit {
                try writeRowGroup()
            }
        }
    }

    /// Writes what is pending, the page index and the footer. The writer takes no more rows.
    public mutating func finish() throws(ParquetError) -> ParquetFile {
        guard !isFinished else { throw .invalid("the file is finished") }
        if pending.rowCount > 0 { try writeRowGroup() }
        isFinished = true
        writeIndexes()
        var metadata = FileMetadata(
            schema: [SchemaElement(name: "schema", childCount: Int32(columns.count))] + columns.map(\.schemaElement),
            rowCount: Int64(writtenRowCount), rowGroups: rowGroups)
        metadata.keyValues = options.metadata.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) }
        metadata.createdBy = "hublake"
        metadata.hasTypeDefinedOrder = columns.map { _ in true }
        let footer = metadata.encoded()
        file.append(contentsOf: footer)
        file.append(littleEndian: UInt32(footer.count))
        file.append(contentsOf: FileMetadata.magic)
        defer {
            file = []
            indexes = []
        }
        return ParquetFile(
            bytes: file, rowCount: writtenRowCount, columns: summaries(),
            splitOffsets: rowGroups.map { Int($0.fileOffset) })
    }

    private mutating func writeRowGroup() throws(ParquetError) {
        let zstd = ZstdCompressor()
        let start = file.count
        var written: [ColumnChunkWriter.Written] = []
        for (column, vector) in zip(columns, pending.vectors) {
            let writer = ColumnChunkWriter(stored: column, options: options)
            do { written.append(try writer.write(vector, to: &file, with: zstd)) } catch {
                throw error.within("column '\(column.column.name)'")
            }
        }
        rowGroups.append(
            RowGroupMetadata(
                columns: written.map(\.metadata), rowCount: Int64(pending.rowCount),
                uncompressedByteCount: written.reduce(0) { $0 + $1.metadata.uncompressedByteCount },
                fileOffset: Int64(start), compressedByteCount: Int64(file.count - start),
                ordinal: Int16(exactly: rowGroups.count)))
        indexes.append(written)
        writtenRowCount += pending.rowCount
        encodedMemoryByteCount += pending.byteCount
        pending = ColumnBatch(columns: pending.columns)
    }

    /// The format puts all column indexes before all offset indexes, both after the last row group.
    private mutating func writeIndexes() {
        for (group, written) in indexes.enumerated() {
            for (column, chunk) in written.enumerated() {
                guard let index = chunk.columnIndex?.encoded() else { continue }
                rowGroups[group].columns[column].columnIndex = .init(
                    offset: Int64(file.count), byteCount: Int32(index.count))
                file.append(contentsOf: index)
            }
        }
        for (group, written) in indexes.enumerated() {
            for (column, chunk) in written.enumerated() {
                let index = chunk.offsetIndex.encoded()
                rowGroups[group].columns[column].offsetIndex = .init(
                    offset: Int64(file.count), byteCount: Int32(index.count))
                file.append(contentsOf: index)
            }
        }
    }

    private func summaries() -> [ColumnSummary] {
        columns.indices.map { index in
            var range = ValueRange()
            for written in indexes { range.formUnion(written[index].range) }
            return ColumnSummary(
                fieldID: columns[index].column.fieldID, name: columns[index].column.name,
                compressedByteCount: indexes.reduce(0) { $0 + Int($1[index].metadata.compressedByteCount) },
                valueCount: range.rowCount, nullCount: range.nullCount, nanCount: range.nanCount,
                lowerBound: range.bounds?.lower, upperBound: range.bounds?.upper)
        }
    }
}
