import Crypto

/// Entity tags of the stores that have none of their own: the SHA-256 of an object's bytes.
///
/// A content hash rather than a time stamp, so that two writes within one clock tick can never share a tag.
struct ContentTag {
    private var hash = SHA256()

    mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    var version: ObjectVersion {
        ObjectVersion(entityTag: "\"\(hash.finalize().map(Self.hex).joined())\"")
    }

    static func version(of bytes: [UInt8]) -> ObjectVersion {
        var tag = ContentTag()
        bytes.withUnsafeBytes { tag.update($0) }
        return tag.version
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
    }
}
