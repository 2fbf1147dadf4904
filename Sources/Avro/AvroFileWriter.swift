import Foundations

/// Writes an object container file (Avro 1.11, "Object Container Files") into memory.
public struct AvroFileWriter {
    private let schema: AvroSchema
    private let codec: AvroCodec
    private let syncMarker: [UInt8]
    private let blockByteCount: Int
    private var file = AvroEncoder()
    private var block: AvroEncoder
    private var blockCount = 0

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - schema: of every value.
    ///   - metadata: further header entries; names beginning with `avro.` are the format's own.
    ///   - codec: how blocks are compressed.
    ///   - syncMarker: 16 bytes that separate blocks, random per file; shorter ones are filled with zeros.
    ///   - blockByteCount: a block is closed when its values take this many bytes.
    public init(
        schema: AvroSchema, metadata: [String: String] = [:], codec: AvroCodec = .deflate, syncMarker: [UInt8],
        blockByteCount: Int = 1 << 16
    ) {
        self.schema = schema
        self.codec = codec
        self.syncMarker = Array((syncMarker + [UInt8](repeating: 0, count: 16)).prefix(16))
        self.blockByteCount = blockByteCount
        block = AvroEncoder(named: schema.named)
        let header = metadata.merging(["avro.schema": schema.json.text, "avro.codec": codec.rawValue]) { $1 }
        file.append(Self.magic)
        file.write(Int64(header.count))
        for (key, value) in header.sorted(by: { $0.key < $1.key }) {
            file.write(key)
            file.write(value)
        }
        file.write(0 as Int64)
        file.append(self.syncMarker)
    }

    /// `Obj` and the format's version, 1.
    static let magic: [UInt8] = [0x4F, 0x62, 0x6A, 1]

    /// Appends one value; throws `AvroError` (`value`) when it does not fit the schema.
    public mutating func append(_ value: AvroValue) throws(AvroError) {
        try block.write(value, as: schema.type)
        blockCount += 1
        if block.bytes.count >= blockByteCount { try closeBlock() }
    }

    /// The whole file. A file without values has a header and no block.
    public mutating func finish() throws(AvroError) -> [UInt8] {
        try closeBlock()
        return file.bytes
    }

    private mutating func closeBlock() throws(AvroError) {
        guard blockCount > 0 else { return }
        file.write(Int64(blockCount))
        file.write(try codec.compress(block.bytes))
        file.append(syncMarker)
        block.removeAll()
        blockCount = 0
    }
}
