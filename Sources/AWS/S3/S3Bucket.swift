public import HTTP

/// A bucket and how its endpoint is addressed.
public struct S3Bucket: Sendable, Hashable {
    /// The bucket's name, or an access point's alias.
    public var name: String
    /// The region to begin with; a wrong one is corrected by AWS's answers.
    public var region: String
    /// The origin of an S3-compatible server, `https://host:port`; nil for AWS itself.
    public var endpoint: HTTPOrigin?
    /// Whether the bucket stands in the path instead of the host's name.
    public var usesPathStyle: Bool
    /// The account that must own the bucket: guards against one that was deleted and registered by somebody else.
    public var expectedOwner: String?

    /// A bucket.
    ///
    /// - Parameters:
    ///   - name: the bucket's name.
    ///   - region: where it is thought to be; `us-east-1` finds any bucket of the commercial regions.
    ///   - endpoint: another server than AWS.
    ///   - usesPathStyle: nil decides: in the path for another server and for names with dots, which TLS certificates do not cover.
    ///   - expectedOwner: a twelve-digit account id.
    public init(
        _ name: String, region: String = "us-east-1", endpoint: HTTPOrigin? = nil, usesPathStyle: Bool? = nil,
        expectedOwner: String? = nil
    ) {
        self.name = name
        self.region = region
        self.endpoint = endpoint
        self.usesPathStyle = usesPathStyle ?? (endpoint != nil || name.contains("."))
        self.expectedOwner = expectedOwner
    }

    /// The URL of `key`, or of the bucket itself for an empty one; encoded once, as it is signed and sent.
    func url(key: String, query: [QueryItem]) -> String {
        let origin = endpoint.map { "\($0.scheme)://" } ?? "https://"
        let server = endpoint?.authority ?? "s3.\(region).\(Self.domain(of: region))"
        let base = usesPathStyle ? "\(origin)\(server)/\(name)" : "\(origin)\(name).\(server)"
        let path = key.isEmpty && usesPathStyle ? "" : "/\(PercentEncoding.encode(key, keepingSlashes: true))"
        return query.isEmpty ? base + path : "\(base)\(path)?\(QueryItem.encode(query))"
    }

    /// The domain of the partition that a region belongs to.
    private static func domain(of region: String) -> String {
        if region.hasPrefix("cn-") { return "amazonaws.com.cn" }
        if region.hasPrefix("eusc-") { return "amazonaws.eu" }
        return "amazonaws.com"
    }
}
