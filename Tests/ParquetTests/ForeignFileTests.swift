import Parquet
import Testing

@Suite struct ForeignFileTests {
    @Test("files of pyarrow and DuckDB are read cell by cell", arguments: ForeignFiles.all)
    func cells(bytes: [UInt8]) throws {
        let batch = try ParquetReader(bytes).readAll()
        #expect(batch.columns.map(\.name) == ["id", "name", "flag", "day", "at", "score", "amount"])
        #expect(
            batch.columns.map(\.type) == [
                .int64, .string, .boolean, .date, .timestamp, .double, .decimal(precision: 20, scale: 2),
            ])
        #expect(batch.rowCount == 40)
        for row in 0..<40 {
            let cells = batch.vectors.map { $0.bound(row) }
            let expected: [ColumnBound?] = [
                .int64(Int64(100 + row)),
                row % 7 == 3 ? nil : .string(Array("näme \(row / 3)".utf8)),
                row % 5 == 0 ? nil : .boolean(row % 2 == 0),
                row == 9 ? nil : .int32(Int32(row * 1000 - 20_000)),
                .int64(Int64(row) * 1_000_000_000_000 + 1),
                row % 4 == 1 ? nil : .double(Double(row) / 4 - 3),
                .decimal(Int128(row * row - 50)),
            ]
            #expect(cells == expected)
        }
    }

    @Test("bounds of pyarrow and DuckDB leave out row groups only without a match", arguments: ForeignFiles.all)
    func bounds(bytes: [UInt8]) throws {
        let reader = try ParquetReader(bytes)
        let all = Array(reader.rowGroups.indices)
        #expect(try reader.rowGroups(matching: ColumnPredicate("id", .greater(.int64(139)))) == [])
        #expect(try reader.rowGroups(matching: ColumnPredicate("id", .greaterOrEqual(.int64(139)))) == [all.count - 1])
        #expect(try reader.rowGroups(matching: ColumnPredicate("id", .isNull)) == [])
        #expect(try reader.rowGroups(matching: ColumnPredicate("name", .isNull)) == all)
        #expect(
            try reader.rowGroups(matching: ColumnPredicate("name", .equal(.string(Array("näme 0".utf8))))).first == 0)
        // Others leave NaN out of their bounds, so a condition that NaN would pass must keep the group.
        #expect(try reader.rowGroups(matching: ColumnPredicate("score", .greater(.double(1e9)))) == all)
    }
}
