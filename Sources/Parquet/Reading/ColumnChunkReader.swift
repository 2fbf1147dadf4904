/// Reads the pages of one column in one row group.
struct ColumnChunkReader {
    /// The file, or the part of it that holds the chunk.
    let file: [UInt8]
    /// Where that part begins in the file.
    var start = 0
    let stored: StoredColumn
    let metadata: ColumnChunkMetadata
    let rowCount: Int
    let limits: ParquetReader.Limits

    func read() throws(ParquetError) -> ColumnVector {
        var vector = ColumnVector(stored.column.type)
        guard metadata.filePath == nil else { throw .unsupported("a column in another file") }
        guard metadata.physical == stored.physical else { throw .corrupt("the chunk has another type than the schema") }
        guard metadata.valueCount == rowCount else {
            throw .corrupt("\(metadata.valueCount) values where the row group has \(rowCount) rows")
        }
        guard rowCount > 0 else { return vector }
        var cursor = try pages()
        var dictionary: ColumnVector?
        var page = 0
        while vector.count < rowCount {
            do { try readPage(from: &cursor, into: &vector, &dictionary) } catch { throw error.within("page \(page)") }
            page += 1
        }
        return vector
    }

    private func pages() throws(ParquetError) -> ByteCursor {
        guard let offset = Int(exactly: metadata.firstPageOffset),
            let count = Int(exactly: metadata.compressedByteCount),
            offset >= 4, offset >= start, count >= 0, offset - start <= file.count,
            count <= file.count - (offset - start)
        else { throw .corrupt("the chunk lies outside the file") }
        return ByteCursor(file, (offset - start)..<(offset - start + count))
    }

    private func readPage(
        from cursor: inout ByteCursor, into vector: inout ColumnVector, _ dictionary: inout ColumnVector?
    ) throws(ParquetError) {
        guard cursor.remaining > 0 else { throw .corrupt("the chunk ends after \(vector.count) of \(rowCount) rows") }
        let header = try PageHeader.read(from: &cursor)
        guard header.uncompressedByteCount <= limits.pageByteCount else {
            throw .unsupported("a page of \(header.uncompressedByteCount) bytes")
        }
        let body = try cursor.slice(header.compressedByteCount)
        if let checksum = header.checksum, crc32(of: body.bytes, body.position..<body.end) != checksum {
            throw .corrupt("the page's checksum does not match")
        }
        switch header.kind {
        case .other: return
        case .dictionary(let valueCount, let encoding):
            guard dictionary == nil, vector.count == 0 else { throw .corrupt("a second dictionary") }
            guard encoding == .plain || encoding == .plainDictionary else {
                throw .unsupported("a dictionary in \(encoding)")
            }
            var values = try metadata.codec.decompress(body, to: header.uncompressedByteCount)
            dictionary = try decoding(vector).values(valueCount, .plain, from: &values)
        case .dataV1(let valueCount, let encoding, let levelEncoding):
            try check(valueCount, vector)
            var data = try metadata.codec.decompress(body, to: header.uncompressedByteCount)
            var present: [Bool]?
            if stored.isOptional {
                guard levelEncoding == .runLength else { throw .unsupported("definition levels in \(levelEncoding)") }
                var levels = try data.slice(Int(try data.uint32()))
                present = try self.present(valueCount, &levels)
            }
            try append(valueCount, present, encoding, &data, to: &vector, dictionary)
        case .dataV2(let valueCount, let nullCount, let encoding, let levelBytes, let isCompressed):
            try check(valueCount, vector)
            var rest = body
            _ = try rest.take(levelBytes.repetition)
            var levels = try rest.slice(levelBytes.definition)
            let present = stored.isOptional ? try self.present(valueCount, &levels) : nil
            guard (present?.lazy.filter { !$0 }.count ?? 0) == nullCount else {
                throw .corrupt("the page counts other nulls than it has")
            }
            var data = rest
            let byteCount = header.uncompressedByteCount - levelBytes.repetition - levelBytes.definition
            guard byteCount >= 0 else { throw .corrupt("levels longer than their page") }
            if isCompressed, nullCount < valueCount || rest.remaining > 0, byteCount > 0 {
                data = try metadata.codec.decompress(rest, to: byteCount)
            }
            try append(valueCount, present, encoding, &data, to: &vector, dictionary)
        }
    }

    private func check(_ valueCount: Int, _ vector: ColumnVector) throws(ParquetError) {
        guard valueCount <= rowCount - vector.count else { throw .corrupt("more values than the row group has rows") }
    }

    /// Per row, whether it has a value; nil where all have one.
    private func present(_ count: Int, _ levels: inout ByteCursor) throws(ParquetError) -> [Bool]? {
        let decoded = try RunLengthEncoding.decode(count, bitWidth: 1, from: &levels)
        guard decoded.contains(0) else { return nil }
        guard decoded.allSatisfy({ $0 <= 1 }) else { throw .corrupt("a definition level above 1") }
        return decoded.map { $0 == 1 }
    }

    private func decoding(_ vector: ColumnVector) -> ValueDecoding {
        ValueDecoding(stored: stored, byteLimit: max(0, limits.columnByteCount - vector.stringBytes.count))
    }

    private func append(
        _ rowCount: Int, _ present: [Bool]?, _ encoding: Encoding, _ data: inout ByteCursor,
        to vector: inout ColumnVector, _ dictionary: ColumnVector?
    ) throws(ParquetError) {
        let valueCount = present?.lazy.filter { $0 }.count ?? rowCount
        guard encoding == .plainDictionary || encoding == .runLengthDictionary else {
            let values = try decoding(vector).values(valueCount, encoding, from: &data)
            vector.append(spreading: values, over: present)
            return
        }
        var indices: [UInt32] = []
        if valueCount > 0 {
            let bitWidth = Int(try data.byte())
            indices = try RunLengthEncoding.decode(valueCount, bitWidth: bitWidth, from: &data)
        }
        guard let dictionary else {
            guard indices.isEmpty else { throw .corrupt("indices without a dictionary") }
            vector.append(spreading: ColumnVector(stored.column.type), over: present)
            return
        }
        guard indices.allSatisfy({ $0 < dictionary.count }) else { throw .corrupt("an index beyond the dictionary") }
        if stored.column.type == .string {
            let byteCount = dictionary.stringByteCount(of: indices)
            guard byteCount <= limits.columnByteCount - vector.stringBytes.count else {
                throw .unsupported("a column of more than \(limits.columnByteCount) bytes of text")
            }
        }
        vector.append(indices, of: dictionary, over: present)
    }
}
