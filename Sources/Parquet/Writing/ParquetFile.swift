/// A finished file and what a table format needs to know of it.
public struct ParquetFile: Sendable, Hashable {
    /// The file, byte for byte.
    public var bytes: [UInt8]
    /// Rows in the file.
    public var rowCount: Int
    /// One summary per column, in order.
    public var columns: [ColumnSummary]
    /// Where each row group begins: places at which engines may split their reading.
    public var splitOffsets: [Int]
}

/// What one column of a finished file holds.
public struct ColumnSummary: Sendable, Hashable {
    /// The column's field id; 0 for none.
    public var fieldID: Int32
    /// The column's name.
    public var name: String
    /// Bytes that the column takes in the file, page headers included.
    public var compressedByteCount: Int
    /// Rows, nulls included.
    public var valueCount: Int
    /// Rows without a value.
    public var nullCount: Int
    /// Values that are NaN; 0 for all but `double` columns.
    public var nanCount: Int
    /// The smallest value, NaN apart, never shortened (a zero as -0.0); nil where there is none.
    ///
    /// Spark and DuckDB order NaN after all numbers, so a bound above must not be published for a column with ``nanCount`` > 0.
    public var lowerBound: ColumnBound?
    /// The largest value, NaN apart, never shortened (a zero as 0.0); nil where there is none.
    public var upperBound: ColumnBound?
}
