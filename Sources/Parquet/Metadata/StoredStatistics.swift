/// A chunk's statistics as they lie in the footer (`Statistics` in parquet.thrift).
///
/// The older fields `min` and `max` are neither written nor read: their sort order was never defined.
struct StoredStatistics: Sendable, Hashable {
    var nullCount: Int64?
    var lower: [UInt8]?
    var upper: [UInt8]?
    var isLowerExact = true
    var isUpperExact = true

    func write(to writer: inout ThriftCompactWriter) {
        if let nullCount { writer.field(3, nullCount) }
        if let upper { writer.field(5, binary: upper) }
        if let lower { writer.field(6, binary: lower) }
        if upper != nil { writer.field(7, isUpperExact) }
        if lower != nil { writer.field(8, isLowerExact) }
    }

    static func read(
        _ field: ThriftCompactReader.Field, from reader: inout ThriftCompactReader
    ) throws(ParquetError) -> StoredStatistics {
        var statistics = StoredStatistics()
        try reader.structure(field) { reader, field throws(ParquetError) in
            switch field.id {
            case 3: statistics.nullCount = try reader.int64(field)
            case 5: statistics.upper = try reader.binary(field)
            case 6: statistics.lower = try reader.binary(field)
            case 7: statistics.isUpperExact = try reader.boolean(field)
            case 8: statistics.isLowerExact = try reader.boolean(field)
            default: try reader.skip(field)
            }
        }
        return statistics
    }
}
