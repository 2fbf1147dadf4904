import Testing

@testable import AWS

@Suite("S3's checksums")
struct S3ChecksumTests {
    struct Vector: Sendable {
        var bytes: [UInt8]
        var crc32c: UInt64
        var crc64nvme: UInt64?

        init(_ bytes: [UInt8], _ crc32c: UInt64, _ crc64nvme: UInt64? = nil) {
            self.bytes = bytes
            self.crc32c = crc32c
            self.crc64nvme = crc64nvme
        }
    }

    /// "123456789" from the catalogue of CRC parameters, the NVM Command Set Specification's examples of 4 KiB, and those of
    /// RFC 3720 appendix B.4.
    static let vectors: [Vector] = [
        Vector(Array("123456789".utf8), 0xE306_9283, 0xAE8B_1486_0A79_9888),
        Vector([UInt8](repeating: 0, count: 4096), 0x98F9_4189, 0x6482_D367_EB22_B64E),
        Vector([UInt8](repeating: 0xFF, count: 4096), 0x25C1_FE13, 0xC0DD_BA73_02EC_A3AC),
        Vector((0..<4096).map { UInt8($0 % 256) }, 0x9C71_FE32, 0x3E72_9F5F_6750_449C),
        Vector((0..<4096).map { UInt8(255 - $0 % 256) }, 0x2149_41A8, 0x9A2D_F64B_8E9E_517E),
        Vector([], 0, 0), Vector([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
        Vector([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43), Vector((0..<32).map { UInt8($0) }, 0x46DD_794E),
        Vector((0..<32).map { UInt8(31 - $0) }, 0x113F_DB5C),
    ]

    @Test("known vectors, in one piece and in two", arguments: vectors)
    func knownVectors(vector: Vector) {
        let (bytes, size) = (vector.bytes, vector.bytes.count)
        for cut in [0, 1, 3, 8, 13, 31] where cut <= size {
            var (short, long) = (CRC(.crc32c), CRC(.crc64nvme))
            for piece in [bytes[..<cut], bytes[cut...]] {
                short.update(piece)
                long.update(piece)
            }
            #expect(short.value == vector.crc32c)
            #expect(long.value == vector.crc64nvme ?? long.value)
        }
    }

    @Test(
        "values are big-endian Base64; objects in parts have one of all bytes, or one of the parts' with their number")
    func text() {
        let hello = Array("hello".utf8)
        #expect(S3ChecksumAlgorithm.crc64nvme.checksum(of: hello) == "M3eFcAZSQlc=")
        #expect(S3ChecksumAlgorithm.crc32c.checksum(of: hello) == "mnG7TA==")
        #expect(S3ChecksumAlgorithm.crc64nvme.checksum(of: hello, parts: [0..<3, 3..<5]) == "M3eFcAZSQlc=")
        // awscrt: crc32c(crc32c(b"hel") || crc32c(b"lo")).
        #expect(S3ChecksumAlgorithm.crc32c.checksum(of: hello, parts: [0..<3, 3..<5]) == "8UOisg==-2")
    }

    @Test("parts: none too small, never more than 10,000, all bytes once")
    func parts() {
        let mebibyte = 1 << 20
        let small = S3WriteSettings(partSize: 1).parts(of: 12 * mebibyte)
        #expect(small.map(\.lowerBound) == [0, 5_242_880, 10_485_760] && small.last?.upperBound == 12_582_912)
        let usual = S3WriteSettings().parts(of: 70 * mebibyte)
        #expect(usual.map { $0.count / mebibyte } == [16, 16, 16, 16, 6])
        for size in [5 << 20, (5 << 20) + 1, 100 << 30, 5 << 40] {
            let parts = S3WriteSettings().parts(of: size)
            #expect(parts.count <= 10_000 && parts.first?.lowerBound == 0 && parts.last?.upperBound == size)
            #expect(parts.dropLast().allSatisfy { $0.count >= 5_242_880 && $0.count <= 5 << 30 })
            #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        }
    }
}
