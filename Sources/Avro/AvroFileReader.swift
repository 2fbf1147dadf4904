import Foundations

/// Reads an object container file of any writer: values come as its own schema says, and whoever asks for the fields that it
/// knows, by name or field id, skips the others.
///
/// Safe on hostile bytes: it throws, never traps, and allocates in proportion to what is there.
public struct AvroFileReader: Sendable {
    /// The writer's schema.
    public let schema: AvroSchema
    /// The header's entries as text, those of the format (`avro.schema`, `avro.codec`) included. Entries that are not UTF-8 are left out.
    public let metadata: [String: String]
    /// How blocks are compressed.
    public let codec: AvroCodec
    private let bytes: [UInt8]
    private let syncMarker: [UInt8]
    private let blockLimit: Int
    private var position: Int

    /// Reads the header.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - blockLimit: the most bytes that one block may take uncompressed.
    public init(_ bytes: [UInt8], blockLimit: Int = 128 << 20) throws(AvroError) {
        var decoder = AvroDecoder(bytes, in: 0..<bytes.count)
        guard bytes.starts(with: AvroFileWriter.magic) else { throw AvroError(.damaged, "not an Avro file") }
        _ = try decoder.take(AvroFileWriter.magic.count)
        guard case .map(let header) = try decoder.value(.map(.bytes)) else {
            throw AvroError(.damaged, "a file without header")
        }
        metadata = header.compactMapValues { $0.bytes.flatMap { String(validating: $0, as: UTF8.self) } }
        guard let text = metadata["avro.schema"], let json = JSONValue(utf8: Array(text.utf8)) else {
            throw AvroError(.damaged, "a file without a schema")
        }
        schema = try AvroSchema(json)
        guard let codec = AvroCodec(rawValue: metadata["avro.codec"] ?? "null") else {
            throw AvroError(.unsupported, "compressed with a codec other than null and deflate")
        }
        self.codec = codec
        syncMarker = Array(try decoder.take(16))
        position = decoder.position
        self.bytes = bytes
        self.blockLimit = blockLimit
    }

    /// The values of the next block; nil after the last.
    public mutating func nextBlock() throws(AvroError) -> [AvroValue]? {
        guard position < bytes.count else { return nil }
        var outer = AvroDecoder(bytes, in: position..<bytes.count)
        let count = try outer.long()
        let content = try codec.decompress(try outer.take(try outer.length()), limit: blockLimit)
        guard try outer.take(16).elementsEqual(syncMarker) else { throw AvroError(.damaged, "a wrong sync marker") }
        var inner = AvroDecoder(content, in: 0..<content.count, named: schema.named)
        // Values may take no bytes at all, so their number alone proves nothing.
        guard count >= 0, count <= max(content.count, 1 << 16) else {
            throw AvroError(.damaged, "a count out of range")
        }
        var values: [AvroValue] = []
        for _ in 0..<count { values.append(try inner.value(schema.type)) }
        guard inner.isAtEnd else { throw AvroError(.damaged, "bytes after a block's last value") }
        position = outer.position
        return values
    }

    /// All values that are left.
    public mutating func readAll() throws(AvroError) -> [AvroValue] {
        var values: [AvroValue] = []
        while let block = try nextBlock() { values += block }
        return values
    }
}
