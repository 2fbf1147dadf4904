import Parquet

/// Our column types under Iceberg's names (spec, "Primitive Types").
extension ColumnType {
    /// The type of an Iceberg type name; nil for those that hublake never writes (`float`, `uuid`, nested types …).
    init?(icebergName name: String) {
        switch name {
        case "boolean": self = .boolean
        case "int": self = .int32
        case "long": self = .int64
        case "double": self = .double
        case "string": self = .string
        case "date": self = .date
        case "timestamptz": self = .timestamp
        default: self.init(decimal: name)
        }
    }

    /// Iceberg's name of the type.
    var icebergName: String {
        switch self {
        case .boolean: "boolean"
        case .int32: "int"
        case .int64: "long"
        case .double: "double"
        case .string: "string"
        case .date: "date"
        case .timestamp: "timestamptz"
        case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
        }
    }
}
