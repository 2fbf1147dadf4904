/// What values mean (`LogicalType` in parquet.thrift), as far as hublake's columns go.
enum LogicalType: Sendable, Hashable {
    enum Unit: Sendable { case milliseconds, microseconds, nanoseconds }

    case string
    case enumeration
    case json
    case date
    case timestamp(isAdjustedToUTC: Bool, Unit)
    case decimal(precision: Int32, scale: Int32)
    case integer(bitWidth: Int8, isSigned: Bool)
    /// Known to the format, not to us; named for the error.
    case other(String)

    /// The meaning that the older `ConvertedType` gives, for writers that set nothing else.
    init?(convertedType: Int32, precision: Int32?, scale: Int32?) {
        switch convertedType {
        case 0: self = .string
        case 4: self = .enumeration
        case 5: self = .decimal(precision: precision ?? 0, scale: scale ?? 0)
        case 6: self = .date
        case 9: self = .timestamp(isAdjustedToUTC: true, .milliseconds)
        case 10: self = .timestamp(isAdjustedToUTC: true, .microseconds)
        case 11...14: self = .integer(bitWidth: 8 << Int8(convertedType - 11), isSigned: false)
        case 15...18: self = .integer(bitWidth: 8 << Int8(convertedType - 15), isSigned: true)
        case 19: self = .json
        default: self = .other("converted type \(convertedType)")
        }
    }

    /// The number of the older `ConvertedType`, written beside the logical type for old readers.
    var convertedType: Int32? {
        switch self {
        case .string: 0
        case .enumeration: 4
        case .decimal: 5
        case .date: 6
        case .timestamp(isAdjustedToUTC: true, .milliseconds): 9
        case .timestamp(isAdjustedToUTC: true, .microseconds): 10
        case .json: 19
        default: nil
        }
    }
}

// MARK: - Thrift

extension LogicalType {
    func write(to writer: inout ThriftCompactWriter) {
        switch self {
        case .string: writer.field(1) { _ in }
        case .enumeration: writer.field(4) { _ in }
        case .decimal(let precision, let scale):
            writer.field(5) {
                $0.field(1, scale)
                $0.field(2, precision)
            }
        case .date: writer.field(6) { _ in }
        case .timestamp(let isAdjustedToUTC, let unit):
            writer.field(8) {
                $0.field(1, isAdjustedToUTC)
                $0.field(2) {
                    switch unit {
                    case .milliseconds: $0.field(1) { _ in }
                    case .microseconds: $0.field(2) { _ in }
                    case .nanoseconds: $0.field(3) { _ in }
                    }
                }
            }
        case .integer(let bitWidth, let isSigned):
            writer.field(10) {
                $0.field(1, bitWidth)
                $0.field(2, isSigned)
            }
        case .json: writer.field(12) { _ in }
        case .other: break
        }
    }

    static func read(
        _ field: ThriftCompactReader.Field, from reader: inout ThriftCompactReader
    ) throws(ParquetError) -> LogicalType? {
        var type: LogicalType?
        try reader.structure(field) { reader, field throws(ParquetError) in
            switch field.id {
            case 1: type = .string
            case 4: type = .enumeration
            case 5:
                type = try readDecimal(field, from: &reader)
                return
            case 6: type = .date
            case 8:
                type = try readTimestamp(field, from: &reader)
                return
            case 10:
                type = try readInteger(field, from: &reader)
                return
            case 12: type = .json
            default: type = .other(Self.names[field.id] ?? "logical type \(field.id)")
            }
            try reader.skip(field)
        }
        return type
    }

    private static let names: [Int16: String] = [
        2: "MAP", 3: "LIST", 7: "TIME", 11: "UNKNOWN", 13: "BSON", 14: "UUID", 15: "FLOAT16", 16: "VARIANT",
        17: "GEOMETRY", 18: "GEOGRAPHY",
    ]

    private static func readDecimal(
        _ field: ThriftCompactReader.Field, from reader: inout ThriftCompactReader
    ) throws(ParquetError) -> LogicalType {
        var precision: Int32 = 0
        var scale: Int32 = 0
        try reader.structure(field) { reader, field throws(ParquetError) in
            switch field.id {
            case 1: scale = try reader.int32(field)
            case 2: precision = try reader.int32(field)
            default: try reader.skip(field)
            }
        }
        return .decimal(precision: precision, scale: scale)
    }

    private static func readTimestamp(
        _ field: ThriftCompactReader.Field, from reader: inout ThriftCompactReader
    ) throws(ParquetError) -> LogicalType {
        var isAdjusted = false
        var unit: Unit?
        try reader.structure(field) { reader, field throws(ParquetError) in
            switch field.id {
            case 1: isAdjusted = try reader.boolean(field)
            case 2:
                try reader.structure(field) { reader, field throws(ParquetError) in
                    switch field.id {
                    case 1: unit = .milliseconds
                    case 2: unit = .microseconds
                    case 3: unit = .nanoseconds
                    default: break
                    }
                    try reader.skip(field)
                }
            default: try reader.skip(field)
            }
        }
        guard let unit else { return .other("TIMESTAMP of an unknown unit") }
        return .timestamp(isAdjustedToUTC: isAdjusted, unit)
    }

    private static func readInteger(
        _ field: ThriftCompactReader.Field, from reader: inout ThriftCompactReader
    ) throws(ParquetError) -> LogicalType {
        var bitWidth: Int8 = 0
        var isSigned = false
        try reader.structure(field) { reader, field throws(ParquetError) in
            switch field.id {
            case 1: bitWidth = try reader.int8(field)
            case 2: isSigned = try reader.boolean(field)
            default: try reader.skip(field)
            }
        }
        return .integer(bitWidth: bitWidth, isSigned: isSigned)
    }
}
