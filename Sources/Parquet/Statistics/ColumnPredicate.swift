/// A condition on one column, with the meaning that SQL engines give it: null satisfies no comparison, NaN equals itself and comes
/// after all numbers, -0.0 equals 0.0, text is ordered by code points.
public struct ColumnPredicate: Sendable, Hashable {
    /// What is asked of a value.
    public enum Test: Sendable, Hashable {
        /// There is no value.
        case isNull
        /// There is a value.
        case isNotNull
        /// The value is this.
        case equal(ColumnBound)
        /// The value comes before this.
        case less(ColumnBound)
        /// The value is this or comes before it.
        case lessOrEqual(ColumnBound)
        /// The value comes after this.
        case greater(ColumnBound)
        /// The value is this or comes after it.
        case greaterOrEqual(ColumnBound)

        /// What the value is compared with.
        var operand: ColumnBound? {
            switch self {
            case .isNull, .isNotNull: nil
            case .equal(let operand), .less(let operand), .lessOrEqual(let operand), .greater(let operand),
                .greaterOrEqual(let operand):
                operand
            }
        }
    }

    /// The column's name.
    public var column: String
    /// What is asked.
    public var test: Test

    /// `column` must pass `test`.
    public init(_ column: String, _ test: Test) {
        self.column = column
        self.test = test
    }

    /// Whether row `index` of the column's `vector` passes.
    public func matches(_ vector: ColumnVector, _ index: Int) -> Bool {
        guard let value = vector.bound(index) else { return test == .isNull }
        return switch test {
        case .isNull: false
        case .isNotNull: true
        case .equal(let operand): !value.isLess(than: operand) && !operand.isLess(than: value)
        case .less(let operand): value.isLess(than: operand)
        case .lessOrEqual(let operand): !operand.isLess(than: value)
        case .greater(let operand): operand.isLess(than: value)
        case .greaterOrEqual(let operand): !value.isLess(than: operand)
        }
    }

    /// Whether one of `rowCount` rows may pass, going by `statistics`: false only if surely none does.
    func mayMatch(_ statistics: ColumnStatistics, rowCount: Int) -> Bool {
        switch test {
        case .isNull: return statistics.nullCount != 0
        case .isNotNull: return statistics.nullCount != rowCount
        default: break
        }
        guard statistics.nullCount != rowCount else { return false }
        guard let lower = statistics.lowerBound, let upper = statistics.upperBound else { return true }
        if case .double(let operand)? = test.operand, operand.isNaN { return true }
        return switch test {
        case .isNull, .isNotNull: true
        case .equal(let operand): !operand.isLess(than: lower) && !upper.isLess(than: operand)
        case .less(let operand): lower.isLess(than: operand)
        case .lessOrEqual(let operand): !operand.isLess(than: lower)
        case .greater(let operand): statistics.mayHoldNaN || operand.isLess(than: upper)
        case .greaterOrEqual(let operand): statistics.mayHoldNaN || !upper.isLess(than: operand)
        }
    }
}
