public import AWS
import Foundations
public import HTTP

/// How hublake speaks to the bucket: address, checksums, encryption, and whose it must be.
public struct S3Settings: Sendable {
    /// Origin of an S3-compatible store; nil for AWS.
    public var endpoint: HTTPOrigin?
    /// The bucket's region; nil to find out.
    public var region: String?
    /// Whether the bucket stands in the path; nil to decide by endpoint and name.
    public var usesPathStyle: Bool?
    /// Whether to use AWS's endpoints that speak IPv6 too.
    public var usesDualStack: Bool
    /// Whether to use AWS's endpoints with FIPS 140 cryptography.
    public var usesFIPS: Bool
    /// The account that must own the bucket; nil to take the role's.
    public var expectedOwner: String?
    /// How objects are written.
    public var writing: S3WriteSettings

    /// Understands `raw`; throws `configuration` for the first setting that makes no sense, naming its origin.
    init(_ raw: RawSettings) throws {
        endpoint = try Self.endpoint(raw)
        region = raw[.region]?.text
        usesPathStyle = try raw[.s3Addressing].flatMap { entry in
            switch entry.text {
            case "auto": nil
            case "path": true
            case "host": false
            default:
                throw raw.refusal(
                    .s3Addressing, why: "\"\(entry.text)\" is none of its values", remedy: "Write auto, path or host.")
            }
        }
        usesDualStack = try raw.isOn(.dualStack)
        usesFIPS = try raw.isOn(.fips)
        if usesFIPS, let region, Partition(region: region) == .china {
            throw raw.refusal(.fips, why: "AWS has no FIPS endpoints in China", remedy: "Leave it out.")
        }
        expectedOwner = try raw[.s3ExpectedBucketOwner].map { entry in
            guard entry.text.utf8.count == 12, entry.text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
                throw raw.refusal(
                    .s3ExpectedBucketOwner, why: "it is no AWS account id", remedy: "Write its twelve digits.")
            }
            return entry.text
        }
        writing = S3WriteSettings(
            checksum: try Self.checksum(raw, isAWS: endpoint == nil), kmsKey: raw[.s3KMSKey]?.text,
            usesBucketKey: raw[.s3BucketKey] == nil ? nil : try raw.isOn(.s3BucketKey))
    }

    /// The bucket `name` at its address; without a region, `partition` says where to ask for it.
    public func bucket(_ name: String, in partition: Partition = .aws, owner: String? = nil) -> S3Bucket {
        var bucket = S3Bucket(
            name, region: region, endpoint: endpoint, usesPathStyle: usesPathStyle, usesDualStack: usesDualStack,
            usesFIPS: usesFIPS, expectedOwner: expectedOwner ?? owner)
        if bucket.isRegionGuessed { bucket.region = partition.homeRegion }
        return bucket
    }

    private static func endpoint(_ raw: RawSettings) throws -> HTTPOrigin? {
        guard let entry = raw[.s3Endpoint] else { return nil }
        guard let origin = HTTPOrigin(url: entry.text) else {
            throw raw.refusal(
                .s3Endpoint, why: "it is not the URL of a server",
                remedy: "Write https://host or https://host:port, without a path.")
        }
        // On this machine nothing crosses a wire.
        let isLoopback = origin.host == "localhost" || origin.host == "::1" || origin.host.hasPrefix("127.")
        let isAllowed = try raw.isOn(.s3AllowHTTP)
        guard origin.scheme == "https" || isLoopback || isAllowed else {
            throw raw.refusal(
                .s3Endpoint,
                why: "http would send your customers' data in plain text, and a bucket policy that demands TLS "
                    + "(aws:SecureTransport) refuses it",
                remedy: "Write https://, or set s3-allow-http to true for a test server in a network that you trust.")
        }
        return origin
    }

    private static func checksum(_ raw: RawSettings, isAWS: Bool) throws -> S3ChecksumAlgorithm? {
        switch raw[.s3Checksums]?.text {
        // More S3-compatible servers know CRC-32C than AWS's newest.
        case nil, "always": isAWS ? .crc64nvme : .crc32c
        case "when-required": nil
        case let text?:
            throw raw.refusal(
                .s3Checksums, why: "\"\(text)\" is none of its values", remedy: "Write always or when-required.")
        }
    }
}
