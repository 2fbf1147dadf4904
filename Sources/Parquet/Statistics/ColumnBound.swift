/// A value that bounds a column from below or above, or that a predicate compares with.
public enum ColumnBound: Sendable, Hashable {
    /// Of a `boolean` column.
    case boolean(Bool)
    /// Of an `int32` or `date` column.
    case int32(Int32)
    /// Of an `int64` or `timestamp` column.
    case int64(Int64)
    /// Of a `double` column.
    case double(Double)
    /// UTF-8 of a `string` column, ordered by unsigned bytes, which is the order of code points.
    case string([UInt8])
    /// Unscaled value of a `decimal` column.
    case decimal(Int128)

    /// Whether values of this kind stand in columns of `type`.
    public func fits(_ type: ColumnType) -> Bool {
        switch (self, type) {
        case (.boolean, .boolean), (.int32, .int32), (.int32, .date), (.int64, .int64), (.int64, .timestamp),
            (.double, .double), (.string, .string), (.decimal, .decimal):
            true
        default: false
        }
    }

    /// Whether this value comes before `other` of the same kind; false for two kinds. NaN comes after all numbers and -0.0 equals
    /// 0.0, as in SQL engines.
    public func isLess(than other: ColumnBound) -> Bool {
        switch (self, other) {
        case (.boolean(let left), .boolean(let right)): !left && right
        case (.int32(let left), .int32(let right)): left < right
        case (.int64(let left), .int64(let right)): left < right
        case (.double(let left), .double(let right)): left < right || (!left.isNaN && right.isNaN)
        case (.string(let left), .string(let right)): left.lexicographicallyPrecedes(right)
        case (.decimal(let left), .decimal(let right)): left < right
        default: false
        }
    }
}
