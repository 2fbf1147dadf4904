import Avro
import Parquet

extension DataFile {
    /// Columns whose bounds go into manifests: the key, times, and the first 100 (`docs/data-format.md`). Bounds of all columns of a wide
    /// table would make manifests larger than what they save.
    static func boundedFieldIDs(of schema: TableSchema) -> Set<Int32> {
        let key = Set(schema.identifierNames)
        var ids = Set(schema.fields.prefix(100).map(\.id))
        for field in schema.fields where key.contains(field.name) || field.type == .timestamp { ids.insert(field.id) }
        return ids
    }

    /// The manifest's view of a file that was just written.
    init(_ parquet: ParquetFile, at path: String, partition: [AvroValue], boundedFieldIDs: Set<Int32>) {
        self.init(path: path, recordCount: parquet.rowCount, byteCount: parquet.bytes.count)
        self.partition = partition
        sortOrderID = 0
        splitOffsets = parquet.splitOffsets
        for column in parquet.columns {
            let id = column.fieldID
            columnByteCounts[id] = column.compressedByteCount
            valueCounts[id] = column.valueCount
            nullCounts[id] = column.nullCount
            if case .double? = column.lowerBound { nanCounts[id] = column.nanCount }
            if column.nanCount > 0 { nanCounts[id] = column.nanCount }
            // Engines do not agree on where NaN sorts.
            guard boundedFieldIDs.contains(id), column.nanCount == 0 else { continue }
            let bounds = BoundBytes.bounds(lower: column.lowerBound, upper: column.upperBound)
            lowerBounds[id] = bounds.lower
            upperBounds[id] = bounds.upper
        }
    }
}
