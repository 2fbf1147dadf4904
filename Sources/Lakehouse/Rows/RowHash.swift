public import Parquet

/// 128 bits that stand for some columns of a row: two different rows are taken for one with a probability below 1 in 10^20 for a
/// hundred million rows. It tells changed data, not forged data.
public struct RowHash: Sendable, Hashable {
    private let lanes: ContentDigest.Lanes

    init(_ lanes: ContentDigest.Lanes) { self.lanes = lanes }

    /// Half of it, where eight bytes must do.
    public var folded: UInt64 { ValueHash.mix(lanes.low, lanes.high) }
}

extension ColumnBatch {
    /// The hash of each row over `columns`, in whatever order; a null counts as nothing, and so does a column that the batch lacks.
    public func rowHashes(of columns: some Sequence<String>) -> [RowHash] {
        var rows = [ContentDigest.Lanes](repeating: .init(), count: rowCount)
        for name in columns { self[name]?.addHashes(seededBy: ContentDigest.seed(of: name), to: &rows) }
        return rows.map(RowHash.init)
    }
}
