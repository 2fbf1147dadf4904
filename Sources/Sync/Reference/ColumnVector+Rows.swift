import Parquet

extension ColumnVector {
    /// Appends row `index` of `other`, a vector of the same type.
    mutating func append(row index: Int, of other: ColumnVector) {
        guard !other.isNull(index) else { return appendNull() }
        switch type {
        case .boolean: append(other.booleans[index])
        case .int32, .date: append(other.int32s[index])
        case .int64, .timestamp: append(other.int64s[index])
        case .double: append(other.doubles[index])
        case .decimal: append(other.decimals[index])
        case .string: append(utf8: other.stringBytes[other.stringRange(index)])
        }
    }

    /// Row `index` as a text that differs for different values; nil for null.
    func keyText(_ index: Int) -> String? {
        guard !isNull(index) else { return nil }
        return switch type {
        case .boolean: String(booleans[index])
        case .int32, .date: String(int32s[index])
        case .int64, .timestamp: String(int64s[index])
        case .double: String(doubles[index])
        case .decimal: String(decimals[index])
        case .string: string(index)
        }
    }
}
