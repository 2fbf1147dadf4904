public import Parquet

/// Column types as a configuration and our own metadata write them; the words are Iceberg's where Iceberg has one.
extension ColumnType {
    /// `boolean`, `int64`, `double`, `string`, `date`, `timestamptz` or `decimal(18,4)`.
    public var name: String {
        switch self {
        case .boolean: "boolean"
        case .int32: "int32"
        case .int64: "int64"
        case .double: "double"
        case .string: "string"
        case .date: "date"
        case .timestamp: "timestamptz"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        }
    }

    /// Reads ``name``; nil for other words, and for decimals without 1 to 38 digits or with a scale beyond them.
    public init?(name: String) {
        switch name {
        case "boolean": self = .boolean
        case "int32": self = .int32
        case "int64": self = .int64
        case "double": self = .double
        case "string": self = .string
        case "date": self = .date
        case "timestamptz": self = .timestamp
        default: self.init(decimal: name)
        }
    }

    /// Whether the type holds numbers.
    var isNumeric: Bool {
        switch self {
        case .int32, .int64, .double, .decimal: true
        case .boolean, .string, .date, .timestamp: false
        }
    }
}
