import Foundations
import Parquet

extension ColumnBatch {
    /// The batch with exactly `wanted` columns, matched by name; those that it lacks are null.
    ///
    /// - Throws: `Failure` (`internal`) for a column that is not wanted or of another type.
    func aligned(to wanted: [Column]) throws -> ColumnBatch {
        if columns == wanted { return self }
        var places: [String: Int] = [:]
        for (place, column) in columns.enumerated() { places[column.name] = place }
        var aligned = ColumnBatch(columns: wanted)
        var used = 0
        for (place, column) in wanted.enumerated() {
            guard let source = places[column.name] else {
                aligned.vectors[place] = ColumnVector(nulls: rowCount, of: column.type)
                continue
            }
            guard columns[source].type == column.type else {
                throw Failure(
                    .internal, "cannot write the column \(column.name)",
                    why: "its values are of another type than its table's")
            }
            aligned.vectors[place] = vectors[source]
            used += 1
        }
        guard used == columns.count else {
            throw Failure(.internal, "cannot write to the table", why: "a column of the rows is not in its schema")
        }
        return aligned
    }
}

extension ColumnVector {
    /// That many nulls.
    init(nulls count: Int, of type: ColumnType) {
        self.init(type)
        for _ in 0..<count { appendNull() }
    }
}
