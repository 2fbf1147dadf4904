import Parquet

extension ColumnBatch {
    /// Only these rows; `rows` ascends.
    func picking(_ rows: some Collection<Int>) -> ColumnBatch {
        guard rows.count < rowCount else { return self }
        var picked = ColumnBatch(columns: columns)
        var run = 0..<0
        for row in rows {
            if row == run.upperBound, !run.isEmpty {
                run = run.lowerBound..<row + 1
            } else {
                picked.append(self, rows: run)
                run = row..<row + 1
            }
        }
        picked.append(self, rows: run)
        return picked
    }

    /// All but these rows; `rows` ascends.
    func dropping(_ rows: some Collection<Int>) -> ColumnBatch {
        guard !rows.isEmpty else { return self }
        var rest = ColumnBatch(columns: columns)
        var start = 0
        for row in rows {
            rest.append(self, rows: start..<row)
            start = row + 1
        }
        rest.append(self, rows: start..<rowCount)
        return rest
    }
}
