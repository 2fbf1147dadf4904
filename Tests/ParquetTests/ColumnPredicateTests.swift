import Parquet
import TestSupport
import Testing

@Suite struct ColumnPredicateTests {
    @Test("push-down keeps every row group with a matching row, and leaves others out", arguments: 0..<40)
    func pushDown(seed: UInt64) throws {
        var generator = SeededGenerator(seed: 100 + seed)
        let type = RandomTables.types.randomElement(using: &generator) ?? .string
        let batch = RandomTables.batch([Column("v", type)], rowCount: 200, using: &generator)
        var options = ParquetWriter.Options()
        options.rowGroupRowLimit = 10
        options.boundByteLimit = 4
        var writer = ParquetWriter(columns: batch.columns, options: options)
        try writer.append(batch)
        let reader = try ParquetReader(try writer.finish().bytes)
        let operands = (0..<10).compactMap { _ in batch.vectors[0].bound(Int.random(in: 0..<200, using: &generator)) }
        let tests: [ColumnPredicate.Test] =
            operands.flatMap { [.equal($0), .less($0), .lessOrEqual($0), .greater($0), .greaterOrEqual($0)] }
            + [.isNull, .isNotNull]
        for test in tests {
            let predicate = ColumnPredicate("v", test)
            let kept = Set(try reader.rowGroups(matching: predicate))
            for row in 0..<200 where predicate.matches(batch.vectors[0], row) { #expect(kept.contains(row / 10)) }
        }
    }

    @Test("sorted numbers are found in the one row group that has them")
    func selective() throws {
        let column = Column("id", .int64)
        var batch = ColumnBatch(columns: [column])
        for row in 0..<100 { batch.vectors[0].append(Int64(row)) }
        var options = ParquetWriter.Options()
        options.rowGroupRowLimit = 10
        var writer = ParquetWriter(columns: [column], options: options)
        try writer.append(batch)
        let reader = try ParquetReader(try writer.finish().bytes)
        #expect(try reader.rowGroups(matching: ColumnPredicate("id", .equal(.int64(42)))) == [4])
        #expect(try reader.rowGroups(matching: ColumnPredicate("id", .less(.int64(10)))) == [0])
        #expect(try reader.rowGroups(matching: ColumnPredicate("id", .greaterOrEqual(.int64(90)))) == [9])
        #expect(try reader.rowGroups(matching: ColumnPredicate("id", .isNull)) == [])
        #expect(
            try reader.rowGroups(
                matching: ColumnPredicate("id", .greater(.int64(29))), ColumnPredicate("id", .less(.int64(41))))
                == [3, 4])
    }

    @Test("a condition on a column that is not there, or of another type, is refused")
    func refused() throws {
        var writer = ParquetWriter(columns: [Column("id", .int64)])
        let reader = try ParquetReader(try writer.finish().bytes)
        #expect(throws: ParquetError.self) { try reader.rowGroups(matching: ColumnPredicate("x", .isNull)) }
        #expect(throws: ParquetError.self) { try reader.rowGroups(matching: ColumnPredicate("id", .equal(.int32(1)))) }
    }
}
