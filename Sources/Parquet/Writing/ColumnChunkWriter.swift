/// Turns one column of a row group into pages at the end of a file.
struct ColumnChunkWriter {
    let stored: StoredColumn
    let options: ParquetWriter.Options

    /// What became of a chunk.
    struct Written {
        var metadata: ColumnChunkMetadata
        var offsetIndex: OffsetIndex
        /// Nil where a page has a NaN: its bounds could not be told.
        var columnIndex: ColumnIndex?
        var range: ValueRange
    }

    func write(
        _ vector: ColumnVector, to file: inout [UInt8], with zstd: borrowing ZstdCompressor
    ) throws(ParquetError) -> Written {
        let start = file.count
        let dictionary = DictionaryEncoding.profitable(for: vector, byteLimit: options.dictionaryByteLimit)
        var uncompressedByteCount = 0
        if let dictionary {
            var body: [UInt8] = []
            PlainEncoding.append(dictionary.distinct, 0..<dictionary.distinct.count, as: stored, to: &body)
            let kind = PageHeader.Kind.dictionary(valueCount: dictionary.distinct.count, .plain)
            uncompressedByteCount += try append(body, kind, to: &file, zstd)
        }
        let dataStart = file.count
        var offsetIndex = OffsetIndex()
        var ranges: [ValueRange] = []
        var firstIndex = 0
        for rows in PageLayout(vector, dictionary, byteTarget: options.pageByteTarget) {
            let range = ValueRange(of: vector, rows)
            let pageStart = file.count
            var body = definitionLevels(vector, rows)
            if let dictionary {
                let indexCount = range.rowCount - range.nullCount
                body.append(UInt8(dictionary.bitWidth))
                RunLengthEncoding.append(
                    dictionary.indices[firstIndex..<(firstIndex + indexCount)], bitWidth: dictionary.bitWidth,
                    to: &body)
                firstIndex += indexCount
            } else {
                PlainEncoding.append(vector, rows, as: stored, to: &body)
            }
            let kind = PageHeader.Kind.dataV1(
                valueCount: rows.count, dictionary == nil ? .plain : .runLengthDictionary,
                definitionLevels: .runLength)
            uncompressedByteCount += try append(body, kind, to: &file, zstd)
            offsetIndex.pages.append(
                .init(
                    offset: Int64(pageStart), byteCount: Int32(file.count - pageStart),
                    firstRow: Int64(rows.lowerBound)))
            ranges.append(range)
        }
        var total = ValueRange()
        for range in ranges { total.formUnion(range) }
        let metadata = ColumnChunkMetadata(
            physical: stored.physical, encodings: encodings(hasDictionary: dictionary != nil),
            path: [stored.column.name], codec: options.codec.id, valueCount: Int64(vector.count),
            uncompressedByteCount: Int64(uncompressedByteCount), compressedByteCount: Int64(file.count - start),
            dataPageOffset: Int64(dataStart), dictionaryPageOffset: dictionary == nil ? nil : Int64(start),
            statistics: statistics(total))
        return Written(metadata: metadata, offsetIndex: offsetIndex, columnIndex: columnIndex(ranges), range: total)
    }

    private func encodings(hasDictionary: Bool) -> [Encoding] {
        (hasDictionary ? [.plain, .runLengthDictionary] : [.plain]) + (stored.isOptional ? [.runLength] : [])
    }

    /// The levels of a V1 page: their byte count, then a 1 for each value and a 0 for each null. None for required columns.
    private func definitionLevels(_ vector: ColumnVector, _ rows: Range<Int>) -> [UInt8] {
        guard stored.isOptional else { return [] }
        var levels: [UInt8] = []
        if vector.nullCount == 0 {
            levels.append(varint: UInt64(rows.count) << 1)
            levels.append(1)
        } else {
            let present = vector.validity[rows].map { UInt8($0 ? 1 : 0) }
            RunLengthEncoding.append(levels: present, to: &levels)
        }
        var sized: [UInt8] = []
        sized.append(littleEndian: UInt32(levels.count))
        return sized + levels
    }

    /// Appends one page and gives its size before compression, header included.
    private func append(
        _ body: [UInt8], _ kind: PageHeader.Kind, to file: inout [UInt8], _ zstd: borrowing ZstdCompressor
    ) throws(ParquetError) -> Int {
        guard body.count <= Int(Int32.max) else { throw .invalid("a value of \(body.count) bytes does not fit a page") }
        let compressed = try options.codec.compress(body, with: zstd)
        guard compressed.count <= Int(Int32.max) else { throw .invalid("a page beyond 2 GiB") }
        let header = PageHeader(
            kind: kind, uncompressedByteCount: body.count, compressedByteCount: compressed.count,
            checksum: crc32(of: compressed, 0..<compressed.count)
        ).encoded()
        file.append(contentsOf: header)
        file.append(contentsOf: compressed)
        return header.count + body.count
    }

    // MARK: - Statistics

    private var bounds: BoundEncoding { BoundEncoding(stored: stored, byteLimit: options.boundByteLimit) }

    /// A NaN has no place in an order that all readers share, so a chunk that has one gets no bounds.
    private func statistics(_ range: ValueRange) -> StoredStatistics {
        var statistics = StoredStatistics(nullCount: Int64(range.nullCount))
        guard range.nanCount == 0, let found = range.bounds else { return statistics }
        let lower = bounds.lower(found.lower)
        statistics.lower = lower.bytes
        statistics.isLowerExact = lower.isExact
        if let upper = bounds.upper(found.upper) {
            statistics.upper = upper.bytes
            statistics.isUpperExact = upper.isExact
        }
        return statistics
    }

    private func columnIndex(_ ranges: [ValueRange]) -> ColumnIndex? {
        var pages: [ColumnIndex.Page] = []
        for range in ranges {
            guard range.nanCount == 0 else { return nil }
            var page = ColumnIndex.Page(bounds: nil, nullCount: Int64(range.nullCount))
            if let found = range.bounds {
                guard let upper = bounds.upper(found.upper) else { return nil }
                page.bounds = .init(lower: bounds.lower(found.lower).bytes, upper: upper.bytes)
            }
            pages.append(page)
        }
        return ColumnIndex(pages: pages, order: order(zip(pages, ranges).compactMap(Self.writtenBounds)))
    }

    /// The bounds of a page as readers will see them: texts shortened, which does not always keep their order.
    private static func writtenBounds(_ page: ColumnIndex.Page, _ range: ValueRange) -> ValueRange.Bounds? {
        guard let written = page.bounds, case .string? = range.bounds?.lower else { return range.bounds }
        return ValueRange.Bounds(lower: .string(written.lower), upper: .string(written.upper))
    }

    private func order(_ bounds: [ValueRange.Bounds]) -> ColumnIndex.BoundaryOrder {
        let pairs = zip(bounds, bounds.dropFirst())
        if pairs.allSatisfy({ !$1.lower.isLess(than: $0.lower) && !$1.upper.isLess(than: $0.upper) }) {
            return .ascending
        }
        if pairs.allSatisfy({ !$0.lower.isLess(than: $1.lower) && !$0.upper.isLess(than: $1.upper) }) {
            return .descending
        }
        return .unordered
    }
}
