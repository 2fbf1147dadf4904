import Parquet
import TestSupport
import Testing

@Suite struct ColumnVectorTests {
    @Test("joined rows are the rows, nulls before and after", arguments: 0..<20)
    func joining(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for type in RandomTables.types {
            let source = RandomTables.batch([Column("v", type)], rowCount: 40, using: &generator).vectors[0]
            let cut = Int.random(in: 0...40, using: &generator)
            var joined = ColumnVector(type)
            joined.append(source, rows: 0..<cut)
            joined.append(source, rows: cut..<40)
            #expect(joined.nullCount == source.nullCount && joined.validity == source.validity)
            #expect(joined.stringEnds == source.stringEnds)
            #expect((0..<40).allSatisfy { joined.isSame($0, as: source, $0) })
        }
    }

    @Test("a slice without nulls is equal to a vector that never had any")
    func sliceWithoutNulls() {
        var source = ColumnVector(.int64)
        source.appendNull()
        source.append(Int64(5))
        var slice = ColumnVector(.int64)
        slice.append(source, row: 1)
        var plain = ColumnVector(.int64)
        plain.append(Int64(5))
        #expect(slice == plain)
    }
}
