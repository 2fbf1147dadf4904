public import Foundations
public import HTTP

/// Where STS is asked: the endpoint of one region, in the region's partition.
public struct STSEndpoint: Sendable, Hashable {
    /// The region whose endpoint it is; the signature names it.
    public let region: String
    /// The partition of the region.
    public let partition: Partition
    /// The server; AWS's own unless a custom one was named.
    public let origin: HTTPOrigin
    /// Whether ``origin`` is AWS's.
    public let isAWS: Bool

    /// AWS's endpoint of `region`.
    ///
    /// Throws `Failure(.configuration)` for what is no region, and for a FIPS endpoint that AWS does not have.
    ///
    /// - Parameters:
    ///   - region: such as `eu-central-1`.
    ///   - dualStack: the one that speaks IPv6 too.
    ///   - fips: the one whose cryptography is validated by FIPS 140; GovCloud's plain one is.
    public init(region: String, dualStack: Bool = false, fips: Bool = false) throws(Failure) {
        let (region, partition) = try Self.check(region)
        var name = "sts"
        if fips {
            switch partition {
            case .aws where region.hasPrefix("us-"): name = "sts-fips"
            case .usGov: name = "sts"
            default:
                throw Failure(
                    .configuration, "cannot use a FIPS endpoint of STS in \(region)", why: "AWS has none there",
                    remedy: "Turn the setting off, or name a region of the United States as the STS region.")
            }
        }
        let suffix = dualStack ? partition.dualStackSuffix : partition.dnsSuffix
        try self.init(region: region, partition: partition, url: "https://\(name).\(region).\(suffix)", isAWS: true)
    }

    /// Another server that speaks STS.
    public init(custom origin: HTTPOrigin, region: String) throws(Failure) {
        (self.region, partition) = try Self.check(region)
        self.origin = origin
        isAWS = false
    }

    private init(region: String, partition: Partition, url: String, isAWS: Bool) throws(Failure) {
        guard let origin = HTTPOrigin(url: url) else {
            throw Failure(.internal, "cannot make STS's address", why: "\(url) is no URL")
        }
        self.region = region
        self.partition = partition
        self.origin = origin
        self.isAWS = isAWS
    }

    /// The URL of every call.
    var url: String { "\(origin.scheme)://\(origin.authority)/" }

    private static func check(_ text: String) throws(Failure) -> (String, Partition) {
        let region = text.trimmingBlanks().lowercased()
        let isName =
            (4...32).contains(region.utf8.count) && region.contains("-")
            && region.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isName, let partition = Partition(region: region) else {
            throw Failure(
                .configuration, "cannot use the region \"\(text)\"", why: "hublake knows no such region",
                remedy: "Write a region's code, such as us-east-1 or eu-central-1.")
        }
        return (region, partition)
    }
}
