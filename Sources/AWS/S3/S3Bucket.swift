public import HTTP

/// A bucket and how its endpoint is addressed.
public struct S3Bucket: Sendable, Hashable {
    /// The bucket's name, or an access point's alias.
    public var name: String
    /// The region to address; a wrong one is corrected by AWS's answers.
    public var region: String
    /// Whether ``region`` is only where to ask first: then the client finds out before its first call.
    public var isRegionGuessed: Bool
    /// The origin of an S3-compatible server, `https://host:port`; nil for AWS itself.
    public var endpoint: HTTPOrigin?
    /// Whether the bucket stands in the path instead of the host's name.
    public var usesPathStyle: Bool
    /// Whether to use AWS's endpoints for both IPv4 and IPv6.
    public var usesDualStack: Bool
    /// Whether to use AWS's endpoints with FIPS 140 validated cryptography.
    public var usesFIPS: Bool
    /// The account that must own the bucket: guards against one that was deleted and registered by somebody else.
    public var expectedOwner: String?

    /// A bucket.
    ///
    /// - Parameters:
    ///   - name: the bucket's name.
    ///   - region: where it is; nil to find out (and for another server than AWS, where it only enters the signature).
    ///   - endpoint: another server than AWS.
    ///   - usesPathStyle: nil decides: in the path for another server and for names with dots, which TLS certificates do not cover.
    ///   - usesDualStack: AWS's endpoints for IPv4 and IPv6.
    ///   - usesFIPS: AWS's endpoints with validated cryptography; China has none.
    ///   - expectedOwner: a twelve-digit account id.
    public init(
        _ name: String, region: String? = nil, endpoint: HTTPOrigin? = nil, usesPathStyle: Bool? = nil,
        usesDualStack: Bool = false, usesFIPS: Bool = false, expectedOwner: String? = nil
    ) {
        self.name = name
        self.region = region ?? "us-east-1"
        isRegionGuessed = region == nil && endpoint == nil
        self.endpoint = endpoint
        self.usesPathStyle = usesPathStyle ?? (endpoint != nil || name.contains("."))
        self.usesDualStack = usesDualStack
        self.usesFIPS = usesFIPS
        self.expectedOwner = expectedOwner
    }

    /// The URL of `key`, or of the bucket itself for an empty one; encoded once, as it is signed and sent.
    func url(key: String, query: [QueryItem]) -> String {
        let origin = endpoint.map { "\($0.scheme)://" } ?? "https://"
        let server = endpoint?.authority ?? awsHost
        let base = usesPathStyle ? "\(origin)\(server)/\(name)" : "\(origin)\(name).\(server)"
        let path = key.isEmpty && usesPathStyle ? "" : "/\(PercentEncoding.encode(key, keepingSlashes: true))"
        return query.isEmpty ? base + path : "\(base)\(path)?\(QueryItem.encode(query))"
    }

    /// `s3.eu-west-1.amazonaws.com`, or its variants.
    private var awsHost: String {
        let service = usesFIPS ? "s3-fips" : "s3"
        // S3's dual-stack names end as its others do, unlike those of newer services.
        let domain = (Partition(region: region) ?? .aws).dnsSuffix
        return "\(service)\(usesDualStack ? ".dualstack" : "").\(region).\(domain)"
    }
}
