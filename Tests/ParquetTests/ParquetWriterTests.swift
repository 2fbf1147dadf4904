import Parquet
import Testing

@Suite struct ParquetWriterTests {
    private func write(_ column: Column, _ fill: (inout ColumnVector) -> Void) throws -> ParquetFile {
        var batch = ColumnBatch(columns: [column])
        fill(&batch.vectors[0])
        var writer = ParquetWriter(columns: [column])
        try writer.append(batch)
        return try writer.finish()
    }

    @Test("a null in a required column is refused by the column's name")
    func requiredNull() throws {
        let error = #expect(throws: ParquetError.self) {
            try write(Column("id", .int64, isRequired: true)) { $0.appendNull() }
        }
        #expect(error?.description == "invalid use of Parquet: a null in a required column (column 'id')")
    }

    @Test("a decimal of too many digits is refused, the largest and the smallest are not")
    func decimalDigits() throws {
        let column = Column("amount", .decimal(precision: 5, scale: 2))
        #expect(throws: ParquetError.self) { try write(column) { $0.append(Int128(100_000)) } }
        #expect(throws: ParquetError.self) { try write(column) { $0.append(Int128(-100_000)) } }
        let file = try write(column) {
            $0.append(Int128(99_999))
            $0.append(Int128(-99_999))
        }
        #expect(file.columns[0].lowerBound == .decimal(-99_999) && file.columns[0].upperBound == .decimal(99_999))
    }

    @Test(
        "text that is not UTF-8 is refused",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0xFF],
        ] as [[UInt8]])
    func badText(bytes: [UInt8]) throws {
        #expect(throws: ParquetError.self) { try write(Column("name", .string)) { $0.append(utf8: bytes) } }
    }

    @Test("a character cut in two by two values is refused")
    func splitCharacter() throws {
        #expect(throws: ParquetError.self) {
            try write(Column("name", .string)) {
                $0.append(utf8: [0xC3])
                $0.append(utf8: [0xA4])
            }
        }
    }

    @Test("a batch with other columns is refused and the writer goes on")
    func otherColumns() throws {
        var writer = ParquetWriter(columns: [Column("a", .int64)])
        #expect(throws: ParquetError.self) { try writer.append(ColumnBatch(columns: [Column("b", .int64)])) }
        var batch = ColumnBatch(columns: [Column("a", .int64)])
        batch.vectors[0].append(Int64(1))
        try writer.append(batch)
        #expect(writer.rowCount == 1)
        #expect(try writer.finish().rowCount == 1)
        #expect(throws: ParquetError.self) { try writer.append(batch) }
    }

    @Test("row groups end at the row limit, and at the byte limit within a portion of rows")
    func rowGroups() throws {
        let column = Column("text", .string)
        var batch = ColumnBatch(columns: [column])
        for _ in 0..<5000 { batch.vectors[0].append(String(repeating: "x", count: 100)) }
        var options = ParquetWriter.Options()
        options.rowGroupRowLimit = 2000
        var byRows = ParquetWriter(columns: [column], options: options)
        try byRows.append(batch)
        #expect(try ParquetReader(try byRows.finish().bytes).rowGroups.map(\.rowCount) == [2000, 2000, 1000])
        options.rowGroupByteLimit = 100_000
        var byBytes = ParquetWriter(columns: [column], options: options)
        try byBytes.append(batch)
        // A row takes 108 bytes in memory and portions are of 1024 rows.
        #expect(
            try ParquetReader(try byBytes.finish().bytes).rowGroups.map(\.rowCount) == [1024, 1024, 1024, 1024, 904])
    }

    @Test("bounds leave NaN out, count it, and widen zeros")
    func doubleBounds() throws {
        let file = try write(Column("score", .double)) {
            $0.append(Double.nan)
            $0.append(0.0)
            $0.appendNull()
        }
        let summary = file.columns[0]
        #expect(summary.nanCount == 1 && summary.nullCount == 1 && summary.valueCount == 3)
        guard case .double(let lower)? = summary.lowerBound, case .double(let upper)? = summary.upperBound else {
            Issue.record("no bounds")
            return
        }
        #expect(lower.bitPattern == (-0.0).bitPattern && upper.bitPattern == (0.0).bitPattern)
        let statistics = try ParquetReader(file.bytes).rowGroups[0].statistics["score"]
        #expect(statistics?.lowerBound == nil && statistics?.upperBound == nil && statistics?.nullCount == 1)
    }

    @Test("notes come back, and the writer names itself")
    func metadata() throws {
        var options = ParquetWriter.Options()
        options.metadata = ["iceberg.schema": "{}", "a": "ä"]
        var writer = ParquetWriter(columns: [Column("a", .boolean)], options: options)
        let reader = try ParquetReader(try writer.finish().bytes)
        #expect(reader.metadata == options.metadata)
        #expect(reader.createdBy == "hublake" && reader.rowCount == 0 && reader.rowGroups.isEmpty)
    }

    @Test("a column that repeats itself takes far less than one that does not")
    func dictionaryPays() throws {
        let column = Column("url", .string)
        let repeating = try write(column) { vector in
            for row in 0..<20_000 { vector.append("https://example.com/page/\(row % 7)") }
        }
        #expect(repeating.columns[0].compressedByteCount < 12_000)
    }
}
