import Avro

/// One Parquet file of a table with what the manifest says about it, so that engines can skip it without opening it.
///
/// Maps are by field id.
public struct DataFile: Sendable, Hashable {
    /// Absolute path.
    public var path: String
    /// `PARQUET` for all files of ours.
    public var format = "PARQUET"
    /// Rows.
    public var recordCount: Int
    /// Size of the file.
    public var byteCount: Int
    /// Bytes that each column takes, compressed.
    public var columnByteCounts: [Int32: Int] = [:]
    /// Values in each column, nulls included.
    public var valueCounts: [Int32: Int] = [:]
    /// Nulls in each column.
    public var nullCounts: [Int32: Int] = [:]
    /// NaNs in each floating-point column.
    public var nanCounts: [Int32: Int] = [:]
    /// Serialised values that no value of the column is below.
    public var lowerBounds: [Int32: [UInt8]] = [:]
    /// Serialised values that no value of the column is above.
    public var upperBounds: [Int32: [UInt8]] = [:]
    /// Where row groups begin.
    public var splitOffsets: [Int] = []
    /// The value of the partition column for all rows of the file; nil where the table has none, or for null.
    public var partitionValue: String? {
        partition.count == 1 ? partition[0].string : nil
    }

    /// The partition tuple, in the order of the file's spec.
    var partition: [AvroValue] = []
    /// 0 data, 1 position deletes, 2 equality deletes.
    var content: Int32 = 0
    /// The sort order that the writer claims; 0 for none.
    var sortOrderID: Int32?
    var keyMetadata: [UInt8]?
    var equalityIDs: [Int32] = []
    /// The only data file that a position delete file concerns, where its writer says so.
    var referencedDataFile: String?

    init(path: String, recordCount: Int, byteCount: Int) {
        self.path = path
        self.recordCount = recordCount
        self.byteCount = byteCount
    }
}
