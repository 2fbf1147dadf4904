/// Everything random in a commit, drawn at once, so that the rest is a function of its inputs.
struct CommitIdentity: Sendable, Hashable {
    /// For a table that is created.
    var tableUUID: String
    /// For a new snapshot: positive, not zero.
    var snapshotID: Int64
    /// In the names of manifests, and in the metadata as `hublake.write-id`: tells our commit from an equal one of another writer.
    var writeID: String
    /// Separates the blocks of the commit's Avro files.
    var syncMarker: [UInt8]

    init(using generator: inout some RandomNumberGenerator) {
        tableUUID = Self.uuid(using: &generator)
        snapshotID = Int64.random(in: 1...Int64.max, using: &generator)
        writeID = Self.uuid(using: &generator)
        syncMarker = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// RFC 9562, version 4.
    private static func uuid(using generator: inout some RandomNumberGenerator) -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
    }
}
