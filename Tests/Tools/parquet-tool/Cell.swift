import Parquet

/// Values as JSON and back. All numbers but 32-bit ones travel as text, so that no JSON library rounds them; doubles as the text of
/// their bits (`0x7ff8000000000000`), so that NaN, infinity and -0.0 survive.
enum Cell {
    static func json(_ vector: ColumnVector, _ row: Int) -> String {
        guard let value = vector.bound(row) else { return "null" }
        return switch value {
        case .boolean(let value): value ? "true" : "false"
        case .int32(let value): "\(value)"
        case .int64(let value): "\"\(value)\""
        case .double(let value): "\"0x\(String(value.bitPattern, radix: 16))\""
        case .decimal(let value): "\"\(value)\""
        case .string(let bytes): quoted(String(decoding: bytes, as: UTF8.self))
        }
    }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }

    /// The value of `type` that `text` says; see the type's comment.
    static func bound(_ text: String, _ type: ColumnType) throws -> ColumnBound {
        let value: ColumnBound? =
            switch type {
            case .boolean: Bool(text).map { .boolean($0) }
            case .int32, .date: Int32(text).map { .int32($0) }
            case .int64, .timestamp: Int64(text).map { .int64($0) }
            case .double:
                text.hasPrefix("0x")
                    ? UInt64(text.dropFirst(2), radix: 16).map { .double(Double(bitPattern: $0)) }
                    : Double(text).map { .double($0) }
            case .string: .string(Array(text.utf8))
            case .decimal: Int128(text).map { .decimal($0) }
            }
        guard let value else { throw ToolError("not a value of \(type)") }
        return value
    }

    static func append(_ text: String?, to vector: inout ColumnVector) throws {
        guard let text else {
            vector.appendNull()
            return
        }
        switch try bound(text, vector.type) {
        case .boolean(let value): vector.append(value)
        case .int32(let value): vector.append(value)
        case .int64(let value): vector.append(value)
        case .double(let value): vector.append(value)
        case .decimal(let value): vector.append(value)
        case .string(let bytes): vector.append(utf8: bytes)
        }
    }
}

extension ColumnPredicate {
    /// `amount >= 12`, `email == ada`, `closed isNull`; the value is the rest of the line, as ``Cell`` reads it.
    init(parsing text: String, for columns: [Column]) throws {
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, let column = columns.first(where: { $0.name == parts[0] }) else {
            throw ToolError("not a condition on a column of the file")
        }
        let operand = { try Cell.bound(parts.count > 2 ? parts[2] : "", column.type) }
        let test: ColumnPredicate.Test =
            switch parts[1] {
            case "==": .equal(try operand())
            case "<": .less(try operand())
            case "<=": .lessOrEqual(try operand())
            case ">": .greater(try operand())
            case ">=": .greaterOrEqual(try operand())
            case "isNull": .isNull
            case "isNotNull": .isNotNull
            default: throw ToolError("unknown comparison \(parts[1])")
            }
        self.init(column.name, test)
    }
}
