/// A part of AWS with accounts, identities and names of its own. Nothing reaches from one into another: no role can be assumed
/// across them, and each needs keys of its own.
///
/// Names and suffixes as in AWS's published endpoint rules (`partitions.json`).
public enum Partition: String, CaseIterable, Sendable, Hashable, Codable {
    /// The commercial regions.
    case aws
    /// GovCloud (US).
    case usGov = "aws-us-gov"
    /// China.
    case china = "aws-cn"
    /// The European Sovereign Cloud.
    case europeanSovereign = "aws-eusc"

    /// The partition that `region` lies in; nil for the secret regions, which hublake does not serve.
    public init?(region: String) {
        switch region.prefix(while: { $0 != "-" }) {
        case "cn": self = .china
        case "eusc": self = .europeanSovereign
        case "us" where region.hasPrefix("us-gov-"): self = .usGov
        case "us" where region.hasPrefix("us-iso"), "eu" where region.hasPrefix("eu-iso"): return nil
        default: self = .aws
        }
    }

    /// The partition named by `arn`; nil for anything that is no ARN, and for partitions that hublake does not serve.
    public init?(arn: String) {
        guard let arn = ARN(arn) else { return nil }
        self.init(rawValue: arn.partition)
    }

    /// What the names of its endpoints end in.
    public var dnsSuffix: String {
        switch self {
        case .aws, .usGov: "amazonaws.com"
        case .china: "amazonaws.com.cn"
        case .europeanSovereign: "amazonaws.eu"
        }
    }

    /// What the names of endpoints that speak IPv6 too end in, S3's excepted.
    public var dualStackSuffix: String {
        switch self {
        case .aws, .usGov: "api.aws"
        case .china: "api.amazonwebservices.com.cn"
        case .europeanSovereign: "api.amazonwebservices.eu"
        }
    }

    /// The region to ask when nobody named one.
    public var homeRegion: String {
        switch self {
        case .aws: "us-east-1"
        case .usGov: "us-gov-west-1"
        case .china: "cn-north-1"
        case .europeanSovereign: "eusc-de-east-1"
        }
    }
}
