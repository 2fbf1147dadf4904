import Parquet

extension ColumnVector {
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
