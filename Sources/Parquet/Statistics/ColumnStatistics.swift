/// What a file's footer says of one column in one row group.
///
/// Bounds may be wider than the values (long texts are shortened) and are nil where the writer gave none that can be trusted.
public struct ColumnStatistics: Sendable, Hashable {
    /// Rows without a value; nil where the writer did not say.
    public var nullCount: Int?
    /// No value is smaller.
    public var lowerBound: ColumnBound?
    /// No value is larger, NaN apart.
    public var upperBound: ColumnBound?
    /// Whether a NaN may be among the values; bounds say nothing of it.
    public var mayHoldNaN: Bool

    init(_ chunk: ColumnChunkMetadata, _ stored: StoredColumn, hasTypeDefinedOrder: Bool, isOurs: Bool) {
        let isNumber = stored.column.type == .double
        mayHoldNaN = isNumber
        guard let statistics = chunk.statistics else { return }
        if let count = statistics.nullCount, count >= 0, count <= chunk.valueCount { nullCount = Int(count) }
        guard hasTypeDefinedOrder, let lower = statistics.lower, let upper = statistics.upper else { return }
        let encoding = BoundEncoding(stored: stored, byteLimit: .max)
        guard let lower = encoding.bound(lower), let upper = encoding.bound(upper), !upper.isLess(than: lower) else {
            return
        }
        if case .double(let low) = lower, case .double(let high) = upper, low.isNaN || high.isNaN { return }
        lowerBound = lower
        upperBound = upper
        // We write no bounds for a chunk with a NaN; others leave the NaNs out of theirs.
        mayHoldNaN = isNumber && !isOurs
    }
}
