import Lakehouse
import Parquet

extension RowKeys {
    /// Keys of records of one type in a table of several types.
    ///
    /// - Parameters:
    ///   - ids: the records.
    ///   - column: the column of their ids.
    ///   - partition: the column of their type, and the type.
    init(of ids: Set<Int64>, in column: String, partition: (column: String, value: String)) {
        self.init(columns: [partition.column, column])
        var batch = ColumnBatch(columns: [Column(partition.column, .string), Column(column, .int64)])
        for id in ids {
            batch.vectors[0].append(partition.value)
            batch.vectors[1].append(id)
        }
        insert(batch)
    }

    /// Keys of one text column.
    init(texts: some Sequence<String>, in column: String) {
        self.init(columns: [column])
        var batch = ColumnBatch(columns: [Column(column, .string)])
        for text in texts { batch.vectors[0].append(text) }
        insert(batch)
    }
}
