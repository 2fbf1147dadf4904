import Foundation

/// A checksum that S3 keeps with an object and verifies while it arrives.
public enum S3ChecksumAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// S3's own default; an object in parts has the checksum of all its bytes.
    case crc64nvme = "CRC64NVME"
    /// Known to more S3-compatible servers; an object in parts has a checksum of its parts' checksums.
    case crc32c = "CRC32C"

    /// The header that carries the value.
    var header: String { "x-amz-checksum-\(rawValue.lowercased())" }

    /// The element that carries it in a part list.
    var element: String { "Checksum\(rawValue)" }

    /// The checksum of `bytes`, big-endian, in Base64, as S3 writes it.
    public func checksum(of bytes: [UInt8]) -> String { Self.text(digest(of: bytes[...])) }

    /// The checksum that S3 gives to an object of these parts: of all bytes, or of the parts' checksums with their number.
    func checksum(of bytes: [UInt8], parts: [Range<Int>]) -> String {
        switch self {
        case .crc64nvme: checksum(of: bytes)
        case .crc32c: "\(checksum(of: parts.flatMap { digest(of: bytes[$0]) }))-\(parts.count)"
        }
    }

    /// Whether the checksum of an object in parts covers all its bytes.
    var coversWholeObject: Bool { self == .crc64nvme }

    private func digest(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        var check = CRC(self == .crc64nvme ? .crc64nvme : .crc32c)
        check.update(bytes)
        let width = self == .crc64nvme ? 8 : 4
        return (0..<width).map { UInt8(truncatingIfNeeded: check.value >> UInt64(8 * (width - 1 - $0))) }
    }

    private static func text(_ digest: [UInt8]) -> String { Data(digest).base64EncodedString() }
}
