import Crypto
import Foundation

/// The checksums that S3 verifies, bit by bit: slow, plain, and unlike the client's.
enum PeerChecksums {
    /// The header that states a wrong checksum of `body`, and the code that S3 answers; nil when all are right.
    static func problem(_ request: PeerRequest) -> (header: String, code: String)? {
        if let stated = request.header("content-md5") {
            let digest = Data(Insecure.MD5.hash(data: request.body)).base64EncodedString()
            if stated != digest { return ("Content-MD5", "BadDigest") }
        }
        if let stated = request.header("x-amz-content-sha256"), stated.count == 64 {
            let digest = SHA256.hash(data: request.body).map { String(format: "%02x", $0) }.joined()
            if stated != digest { return ("x-amz-content-sha256", "XAmzContentSHA256Mismatch") }
        }
        for (header, compute) in algorithms {
            if let stated = request.header(header), stated != Data(compute(request.body)).base64EncodedString() {
                return (header, "BadDigest")
            }
        }
        return nil
    }

    /// The checksum headers that a request states: S3 repeats them in its answer.
    static func stated(_ request: PeerRequest) -> [String: String] {
        var found: [String: String] = [:]
        for header in algorithms.keys { found[header] = request.header(header) }
        return found
    }

    private static let algorithms: [String: @Sendable ([UInt8]) -> [UInt8]] = [
        "x-amz-checksum-sha256": { Array(SHA256.hash(data: $0)) },
        "x-amz-checksum-sha1": { Array(Insecure.SHA1.hash(data: $0)) },
        "x-amz-checksum-crc32": { bytes($0, polynomial: 0xEDB8_8320, width: 32) },
        "x-amz-checksum-crc32c": { bytes($0, polynomial: 0x82F6_3B78, width: 32) },
        "x-amz-checksum-crc64nvme": { bytes($0, polynomial: 0x9A6C_9329_AC4B_C9B5, width: 64) },
    ]

    /// A reflected CRC with all bits set at its begin and inverted at its end, most significant byte first.
    private static func bytes(_ body: [UInt8], polynomial: UInt64, width: Int) -> [UInt8] {
        let mask = width == 64 ? UInt64.max : (1 << UInt64(width)) - 1
        var crc = mask
        for byte in body {
            crc ^= UInt64(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ polynomial : crc >> 1 }
        }
        crc = (crc ^ mask) & mask
        return (0..<(width / 8)).reversed().map { UInt8(truncatingIfNeeded: crc >> UInt64($0 * 8)) }
    }
}
