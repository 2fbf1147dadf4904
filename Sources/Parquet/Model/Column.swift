/// The types that hublake's columns can have; each maps to one Parquet physical and logical type and one Iceberg type.
public enum ColumnType: Sendable, Hashable {
    /// BOOLEAN.
    case boolean
    /// INT32.
    case int32
    /// INT64.
    case int64
    /// DOUBLE.
    case double
    /// BYTE_ARRAY, UTF-8 (`STRING`).
    case string
    /// INT32, days since 1970-01-01 (`DATE`).
    case date
    /// INT64, microseconds since 1970-01-01T00:00:00Z, adjusted to UTC (`TIMESTAMP(MICROS)`, Iceberg `timestamptz`).
    case timestamp
    /// `DECIMAL(precision, scale)`, precision 1 to 38: INT32 up to 9 digits, INT64 up to 18, else FIXED_LEN_BYTE_ARRAY.
    case decimal(precision: Int, scale: Int)
}

/// One column of a file or a batch.
public struct Column: Sendable, Hashable {
    /// The column's name.
    public var name: String
    /// The column's type.
    public var type: ColumnType
    /// Whether null is forbidden.
    public var isRequired: Bool
    /// Iceberg's field id, written as Parquet's `field_id`; 0 for none.
    public var fieldID: Int32

    /// A column; see the properties.
    public init(_ name: String, _ type: ColumnType, isRequired: Bool = false, fieldID: Int32 = 0) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.fieldID = fieldID
    }
}
