/// One value of any type.
public enum AvroValue: Sendable, Hashable {
    /// No value.
    case null
    /// A truth value.
    case boolean(Bool)
    /// A 32-bit integer.
    case int(Int32)
    /// A 64-bit integer.
    case long(Int64)
    /// A 32-bit float.
    case float(Float)
    /// A 64-bit float.
    case double(Double)
    /// Bytes, of a `bytes` or a `fixed`.
    case bytes([UInt8])
    /// Text.
    case string(String)
    /// A symbol of an enum.
    case symbol(String)
    /// An array's elements.
    case array([AvroValue])
    /// A map's entries.
    case map([String: AvroValue])
    /// A record.
    case record(AvroRecord)
}

/// A record: its fields, as its writer declared them, and one value for each.
public struct AvroRecord: Sendable, Hashable {
    /// The fields in the writer's order.
    public var fields: [AvroField]
    /// One value per field.
    public var values: [AvroValue]

    /// A record; `fields` and `values` have the same number of elements.
    public init(fields: [AvroField], values: [AvroValue]) {
        self.fields = fields
        self.values = values
    }

    /// The value of the field called `name`.
    public subscript(name: String) -> AvroValue? { value(at: fields.firstIndex { $0.name == name }) }

    /// The value of the field with Iceberg's field id `id`, whatever its name.
    public subscript(id id: Int32) -> AvroValue? { value(at: fields.firstIndex { $0.id == id }) }

    private func value(at place: Int?) -> AvroValue? {
        guard let place, place < values.count else { return nil }
        return values[place]
    }
}

// MARK: - Looking inside, with Avro's promotions (int to long, float to double)

extension AvroValue {
    /// Whether this is null.
    public var isNull: Bool { self == .null }

    /// An int or a long.
    public var integer: Int64? {
        switch self {
        case .int(let value): Int64(value)
        case .long(let value): value
        default: nil
        }
    }

    /// A float or a double.
    public var floating: Double? {
        switch self {
        case .float(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// A truth value.
    public var boolean: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    /// Text.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// Bytes.
    public var bytes: [UInt8]? {
        guard case .bytes(let value) = self else { return nil }
        return value
    }

    /// An array's elements.
    public var array: [AvroValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// A record.
    public var record: AvroRecord? {
        guard case .record(let value) = self else { return nil }
        return value
    }
}
