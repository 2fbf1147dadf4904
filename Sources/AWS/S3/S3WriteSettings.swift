/// How objects are written: checksums, encryption, and when an upload is cut into parts.
public struct S3WriteSettings: Sendable, Hashable {
    /// Which checksum travels with each object and each part; nil for none, for servers that do not know them.
    public var checksum: S3ChecksumAlgorithm?
    /// ARN or id of the KMS key to encrypt with; nil leaves it to the bucket's default.
    public var kmsKey: String?
    /// Whether to use the bucket's data key instead of asking KMS for each object; nil leaves it to the bucket.
    public var usesBucketKey: Bool?
    /// Objects of more bytes than this are uploaded in parts.
    public var multipartThreshold: Int
    /// Bytes of a part, at least 5 MiB; grows where 10,000 parts would not do.
    public var partSize: Int
    /// Parts of one object under way at once.
    public var partsAtOnce: Int

    /// S3's smallest part (except the last), its largest number of parts.
    static let smallestPart = 5 << 20, mostParts = 10_000

    /// Settings; the defaults suit AWS.
    public init(
        checksum: S3ChecksumAlgorithm? = .crc64nvme, kmsKey: String? = nil, usesBucketKey: Bool? = nil,
        multipartThreshold: Int = 64 << 20, partSize: Int = 16 << 20, partsAtOnce: Int = 4
    ) {
        self.checksum = checksum
        self.kmsKey = kmsKey
        self.usesBucketKey = usesBucketKey
        self.multipartThreshold = multipartThreshold
        self.partSize = partSize
        self.partsAtOnce = partsAtOnce
    }

    /// The parts of an object of `size` bytes: all equally long but the last, never more than 10,000.
    func parts(of size: Int) -> [Range<Int>] {
        let fewest = (size + Self.mostParts - 1) / Self.mostParts
        let length = max(partSize, Self.smallestPart, fewest)
        return stride(from: 0, to: size, by: length).map { $0..<min($0 + length, size) }
    }
}
