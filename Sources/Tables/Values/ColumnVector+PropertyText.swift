import Foundations
import Parquet

/// What became of a property's text.
enum ConversionOutcome {
    /// It stands in the column.
    case parsed
    /// It was nothing but white space; the column has null.
    case blank
    /// It is not of the column's type; the column has null.
    case unparsed
}

extension ColumnVector {
    /// Appends what `text` says as a value of this column's type, or null where it does not.
    mutating func append(parsing text: String) -> ConversionOutcome {
        switch type {
        case .string:
            append(text)
            return .parsed
        case .double: return append(PropertyText.double(text), of: text) { $0.append($1) }
        case .int64: return append(PropertyText.int64(text), of: text) { $0.append($1) }
        case .int32: return append(PropertyText.int64(text).flatMap(Int32.init), of: text) { $0.append($1) }
        case .decimal(let precision, let scale):
            return append(PropertyText.decimal(text, precision: precision, scale: scale), of: text) { $0.append($1) }
        case .boolean: return append(PropertyText.boolean(text), of: text) { $0.append($1) }
        case .date: return append(PropertyText.date(text)?.days, of: text) { $0.append($1) }
        case .timestamp: return append(PropertyText.timestamp(text)?.microseconds, of: text) { $0.append($1) }
        }
    }

    private mutating func append<Value>(
        _ value: Value?, of text: String, _ append: (inout ColumnVector, Value) -> Void
    ) -> ConversionOutcome {
        guard let value else {
            appendNull()
            return PropertyText.isBlank(text) ? .blank : .unparsed
        }
        append(&self, value)
        return .parsed
    }
}

extension ColumnVector {
    /// Appends to a `string` column; null for nil.
    mutating func append(optional value: String?) {
        guard let value else { return appendNull() }
        append(value)
    }

    /// Appends to an `int64` or `timestamp` column; null for nil.
    mutating func append(optional value: Int64?) {
        guard let value else { return appendNull() }
        append(value)
    }

    /// Appends to a `double` column; null for nil.
    mutating func append(optional value: Double?) {
        guard let value else { return appendNull() }
        append(value)
    }

    /// Appends to a `boolean` column; null for nil.
    mutating func append(optional value: Bool?) {
        guard let value else { return appendNull() }
        append(value)
    }
}
