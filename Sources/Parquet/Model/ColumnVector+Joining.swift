extension ColumnVector {
    /// Appends `rows` of another vector of the same type.
    public mutating func append(_ other: ColumnVector, rows: Range<Int>) {
        precondition(type == other.type && rows.lowerBound >= 0 && rows.upperBound <= other.count)
        guard !rows.isEmpty else { return }
        let nulls = other.nullCount == 0 ? 0 : other.validity[rows].reduce(0) { $0 + ($1 ? 0 : 1) }
        if nulls > 0, validity.isEmpty { validity = Array(repeating: true, count: count) }
        if nulls > 0 {
            validity.append(contentsOf: other.validity[rows])
        } else if !validity.isEmpty {
            validity.append(contentsOf: repeatElement(true, count: rows.count))
        }
        nullCount += nulls
        count += rows.count
        switch type {
        case .boolean: booleans.append(contentsOf: other.booleans[rows])
        case .int32, .date: int32s.append(contentsOf: other.int32s[rows])
        case .int64, .timestamp: int64s.append(contentsOf: other.int64s[rows])
        case .double: doubles.append(contentsOf: other.doubles[rows])
        case .decimal: decimals.append(contentsOf: other.decimals[rows])
        case .string: appendStrings(other, rows)
        }
    }

    /// Appends row `index` of another vector of the same type.
    public mutating func append(_ other: ColumnVector, row index: Int) { append(other, rows: index..<(index + 1)) }

    /// Appends `count` nulls.
    public mutating func appendNulls(_ count: Int) {
        for _ in 0..<count { appendNull() }
    }

    /// Whether row `index` holds the same as row `otherIndex` of `other`: two nulls are the same, doubles are compared by their
    /// bits, so that a NaN equals itself and -0.0 differs from 0.0.
    public func isSame(_ index: Int, as other: ColumnVector, _ otherIndex: Int) -> Bool {
        guard type == other.type, isNull(index) == other.isNull(otherIndex) else { return false }
        if isNull(index) { return true }
        return switch type {
        case .boolean: booleans[index] == other.booleans[otherIndex]
        case .int32, .date: int32s[index] == other.int32s[otherIndex]
        case .int64, .timestamp: int64s[index] == other.int64s[otherIndex]
        case .double: doubles[index].bitPattern == other.doubles[otherIndex].bitPattern
        case .decimal: decimals[index] == other.decimals[otherIndex]
        case .string:
            stringBytes[stringRange(index)].elementsEqual(other.stringBytes[other.stringRange(otherIndex)])
        }
    }

    private mutating func appendStrings(_ other: ColumnVector, _ rows: Range<Int>) {
        let start = other.stringRange(rows.lowerBound).lowerBound
        let end = other.stringEnds[rows.upperBound - 1]
        let shift = stringBytes.count - start
        stringBytes.append(contentsOf: other.stringBytes[start..<end])
        stringEnds.append(contentsOf: other.stringEnds[rows].lazy.map { $0 + shift })
    }
}

extension ColumnBatch {
    /// Appends `rows` of another batch with the same columns.
    public mutating func append(_ other: ColumnBatch, rows: Range<Int>) {
        precondition(columns.map(\.type) == other.columns.map(\.type))
        for index in vectors.indices { vectors[index].append(other.vectors[index], rows: rows) }
    }

    /// Appends all rows of another batch with the same columns.
    public mutating func append(_ other: ColumnBatch) { append(other, rows: 0..<other.rowCount) }

    /// Some of the rows.
    public func slice(_ rows: Range<Int>) -> ColumnBatch {
        var slice = ColumnBatch(columns: columns)
        slice.append(self, rows: rows)
        return slice
    }
}
