public import Foundations

/// A schema as its JSON says (Avro 1.11, "Schema Declaration"), with the attributes that Avro itself ignores.
public struct AvroSchema: Sendable, Hashable {
    /// The JSON that the schema was read from; written to files as it is.
    public let json: JSONValue
    /// The schema's type.
    public let type: AvroType
    /// Records, enums and fixeds by full name, for references.
    public let named: [String: AvroType]

    /// Reads a schema; throws `AvroError` (`schema`) when it is not valid.
    public init(_ json: JSONValue) throws(AvroError) {
        var parser = AvroSchemaParser()
        type = try parser.parse(json, namespace: "", depth: 0)
        named = parser.named
        self.json = json
    }
}

/// The shape of a value. Logical types are read as the type below them.
public indirect enum AvroType: Sendable, Hashable {
    /// No value.
    case null
    /// One byte.
    case boolean
    /// 32-bit integer.
    case int
    /// 64-bit integer.
    case long
    /// 32-bit float.
    case float
    /// 64-bit float.
    case double
    /// Bytes of any length.
    case bytes
    /// UTF-8 text.
    case string
    /// That many bytes.
    case fixed(size: Int)
    /// One of some symbols.
    case enumeration(symbols: [String])
    /// Elements of one type.
    case array(AvroType)
    /// Values of one type by text.
    case map(AvroType)
    /// One of several types.
    case union([AvroType])
    /// Named fields.
    case record([AvroField])
    /// A named type defined elsewhere in the schema; what recursive schemas need.
    case reference(String)
}

/// One field of a record.
public struct AvroField: Sendable, Hashable {
    /// The field's name.
    public var name: String
    /// The type of its values.
    public var type: AvroType
    /// Iceberg's `field-id` attribute, where there is one.
    public var id: Int32?

    /// A field; see the properties.
    public init(name: String, type: AvroType, id: Int32? = nil) {
        self.name = name
        self.type = type
        self.id = id
    }
}

/// Turns JSON into types; keeps the names seen so far, since Avro names are defined once and then referred to.
private struct AvroSchemaParser {
    var named: [String: AvroType] = [:]
    private var pending: Set<String> = []

    mutating func parse(_ json: JSONValue, namespace: String, depth: Int) throws(AvroError) -> AvroType {
        guard depth < 64 else { throw AvroError(.schema, "nested too deeply") }
        switch json {
        case .string(let name):
            return try resolve(name, namespace: namespace)
        case .array(let branches):
            var types: [AvroType] = []
            for branch in branches { types.append(try parse(branch, namespace: namespace, depth: depth + 1)) }
            guard !types.isEmpty else { throw AvroError(.schema, "a union without branches") }
            return .union(types)
        case .object(let object):
            return try parse(object, namespace: namespace, depth: depth)
        default:
            throw AvroError(.schema, "a type must be a name, a union or an object")
        }
    }

    private func resolve(_ name: String, namespace: String) throws(AvroError) -> AvroType {
        switch name {
        case "null": return .null
        case "boolean": return .boolean
        case "int": return .int
        case "long": return .long
        case "float": return .float
        case "double": return .double
        case "bytes": return .bytes
        case "string": return .string
        default:
            let full = Self.fullName(name, namespace: namespace)
            if pending.contains(full) { return .reference(full) }
            guard let type = named[full] ?? named[name] else { throw AvroError(.schema, "an unknown type name") }
            return type
        }
    }

    private mutating func parse(
        _ object: JSONObject, namespace: String, depth: Int
    ) throws(AvroError) -> AvroType {
        guard let type = object["type"] else { throw AvroError(.schema, "a type without 'type'") }
        guard let kind = type.string else { return try parse(type, namespace: namespace, depth: depth + 1) }
        switch kind {
        case "array":
            guard let items = object["items"] else { throw AvroError(.schema, "an array without items") }
            return .array(try parse(items, namespace: namespace, depth: depth + 1))
        case "map":
            guard let values = object["values"] else { throw AvroError(.schema, "a map without values") }
            return .map(try parse(values, namespace: namespace, depth: depth + 1))
        case "fixed":
            guard let size = object["size"]?.integer, (0...Int64(Int32.max)).contains(size) else {
                throw AvroError(.schema, "a fixed without a size")
            }
            return try define(object, namespace) { _, _ throws(AvroError) in .fixed(size: Int(size)) }
        case "enum":
            let symbols = (object["symbols"]?.array ?? []).compactMap(\.string)
            guard !symbols.isEmpty else { throw AvroError(.schema, "an enum without symbols") }
            return try define(object, namespace) { _, _ throws(AvroError) in .enumeration(symbols: symbols) }
        case "record", "error":
            return try define(object, namespace) { parser, inner throws(AvroError) in
                .record(try parser.fields(of: object, namespace: inner, depth: depth))
            }
        default:
            return try resolve(kind, namespace: namespace)
        }
    }

    private mutating func fields(
        of object: JSONObject, namespace: String, depth: Int
    ) throws(AvroError) -> [AvroField] {
        guard let list = object["fields"]?.array else { throw AvroError(.schema, "a record without fields") }
        var fields: [AvroField] = []
        for field in list {
            guard let name = field["name"]?.string, let type = field["type"] else {
                throw AvroError(.schema, "a field without name or type")
            }
            let parsed = try parse(type, namespace: namespace, depth: depth + 1)
            fields.append(
                AvroField(name: name, type: parsed, id: field["field-id"]?.integer.flatMap(Int32.init(exactly:))))
        }
        return fields
    }

    private mutating func define(
        _ object: JSONObject, _ namespace: String,
        _ body: (inout AvroSchemaParser, String) throws(AvroError) -> AvroType
    ) throws(AvroError) -> AvroType {
        guard let name = object["name"]?.string else { throw AvroError(.schema, "a named type without a name") }
        let full = Self.fullName(name, namespace: object["namespace"]?.string ?? namespace)
        let inner = full.lastIndex(of: ".").map { String(full[..<$0]) } ?? ""
        guard pending.insert(full).inserted else { throw AvroError(.schema, "a name defined twice") }
        let type = try body(&self, inner)
        pending.remove(full)
        named[full] = type
        return type
    }

    private static func fullName(_ name: String, namespace: String) -> String {
        name.contains(".") || namespace.isEmpty ? name : "\(namespace).\(name)"
    }
}
