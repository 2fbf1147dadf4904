import Foundations
import Parquet

/// Values between JSON and columns: times and dates in ISO 8601, decimals as text of the unscaled number, NaN and infinities as text.
enum Cell {
    static func type(_ name: String) -> ColumnType? {
        switch name {
        case "boolean": return .boolean
        case "int": return .int32
        case "long": return .int64
        case "double": return .double
        case "string": return .string
        case "date": return .date
        case "timestamptz": return .timestamp
        default:
            let numbers = name.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
            return name.hasPrefix("decimal") && numbers.count == 2
                ? .decimal(precision: numbers[0], scale: numbers[1]) : nil
        }
    }

    static func append(_ value: JSONValue, to vector: inout ColumnVector) throws {
        if value == .null { return vector.appendNull() }
        switch vector.type {
        case .boolean: vector.append(try need(value.boolean))
        case .int32: vector.append(try need(value.integer.flatMap(Int32.init(exactly:))))
        case .int64: vector.append(try need(value.integer))
        case .double: vector.append(try need(value.double ?? value.string.flatMap { Double($0) }))
        case .string: vector.append(try need(value.string))
        case .date: vector.append(try need(value.string.flatMap { CivilDate(iso8601: $0) }).days)
        case .timestamp: vector.append(try need(value.string.flatMap { Timestamp(iso8601: $0) }).microseconds)
        case .decimal: vector.append(try need(value.string.flatMap { Int128($0) }))
        }
    }

    static func json(_ vector: ColumnVector, _ row: Int) -> JSONValue {
        guard !vector.isNull(row) else { return .null }
        return switch vector.type {
        case .boolean: .boolean(vector.booleans[row])
        case .int32: .integer(vector.int32s[row])
        case .int64: .integer(vector.int64s[row])
        case .double:
            vector.doubles[row].isFinite ? .number("\(vector.doubles[row])") : .string("\(vector.doubles[row])")
        case .string: vector.string(row).map { .string($0) } ?? .null
        case .date: .string(CivilDate(days: vector.int32s[row]).iso8601)
        case .timestamp: .string(Timestamp(microseconds: vector.int64s[row]).iso8601)
        case .decimal: .string("\(vector.decimals[row])")
        }
    }

    private static func need<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw ToolError("a value that is not of its column's type") }
        return value
    }
}
