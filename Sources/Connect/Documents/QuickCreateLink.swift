import AWS
import HTTP

/// A link that opens CloudFormation's console with a stack ready to be made: the customer ticks one box and clicks once.
public struct QuickCreateLink: Sendable, Hashable {
    /// The URL.
    public let url: String

    /// The link for `documents`.
    ///
    /// - Parameters:
    ///   - documents: the connection's.
    ///   - template: the URL of ``CloudFormationTemplate/shared(principal:partitionOf:)`` in S3.
    public init(_ documents: ConnectionDocuments, template: String) {
        let grant = documents.grant
        let region = grant.region ?? grant.partition.homeRegion
        let values = [
            ("templateURL", template), ("stackName", grant.stackName), ("param_ExternalId", documents.externalID.text),
            ("param_BucketName", grant.bucket), ("param_Prefix", grant.prefixes.first ?? ""),
            ("param_RoleName", grant.roleName),
        ]
        let query = values.map { "\($0.0)=\(PercentEncoding.encode($0.1, keepingSlashes: false))" }.joined(
            separator: "&")
        url =
            "https://\(region).\(grant.partition.consoleHost)/cloudformation/home?region=\(region)#/stacks/create/review?\(query)"
    }
}

extension Partition {
    /// The console's host, after the region's name.
    var consoleHost: String {
        switch self {
        case .aws: "console.aws.amazon.com"
        case .usGov: "console.amazonaws-us-gov.com"
        case .china: "console.amazonaws.cn"
        case .europeanSovereign: "console.amazonaws-eusc.eu"
        }
    }
}
