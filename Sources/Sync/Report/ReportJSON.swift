public import Foundation

/// The one JSON dialect of hublake's own files and of `--json`: sorted keys, two-space indent, no escaped slashes.
public enum ReportJSON {
    /// Encodes `value` as readable, deterministic JSON.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// Decodes what ``encode(_:)`` wrote; unknown keys are ignored.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
