public import AWS
public import Foundations
import ObjectStore

/// What a customer grants hublake: which part of which bucket, in which account, to a role of which name.
public struct AccessGrant: Sendable, Hashable {
    /// The part of AWS that the bucket and the role are in.
    public var partition: Partition
    /// The bucket.
    public var bucket: String
    /// The prefixes, without slashes at their ends; empty for the whole bucket.
    public var prefixes: [String]
    /// The ARN of the KMS key that encrypts the bucket, when it is the customer's own.
    public var kmsKey: String?
    /// The role's name.
    public var roleName: String
    /// The customer's account, twelve digits, where it is known.
    public var account: String?
    /// The region that the bucket is in, where it is known.
    public var region: String?
    /// Whether the role gets no more than HubSpot's published text names. Then unfinished uploads of its own may stay and cost money,
    /// and in a bucket with versions an erasure leaves those that were old before it, and a purge is refused.
    public var isMinimal = false

    /// The name that a role gets when nobody says another.
    public static let defaultRoleName = "hublake-export"

    /// A grant; see the properties. An empty prefix among `prefixes` means the whole bucket.
    ///
    /// Throws `Failure(.configuration)` for what cannot be a bucket, a prefix, a key or a role.
    public init(
        partition: Partition = .aws, bucket: String, prefixes: [String] = [], kmsKey: String? = nil,
        roleName: String = AccessGrant.defaultRoleName, account: String? = nil, region: String? = nil
    ) throws(Failure) {
        var normalised: [String] = []
        for prefix in prefixes.isEmpty ? [""] : prefixes {
            // The one rule for destinations decides here too.
            guard case .s3(_, let normal) = try DestinationURL("s3://\(bucket)/\(prefix)") else { continue }
            if !normalised.contains(normal) { normalised.append(normal) }
        }
        self.partition = partition
        self.bucket = bucket
        self.prefixes = normalised.contains("") ? [] : normalised
        self.kmsKey = try kmsKey.map { text throws(Failure) in try Self.check(kmsKey: text, in: partition) }
        self.roleName = roleName
        self.account = account
        self.region = region
        // Checks the name, and the account when there is one.
        _ = try RoleARN(account: account ?? "000000000000", name: roleName, partition: partition)
    }

    /// The role's ARN; nil while the account is unknown.
    public var role: RoleARN? {
        account.flatMap { try? RoleARN(account: $0, name: roleName, partition: partition) }
    }

    /// The bucket's ARN.
    var bucketARN: String { "arn:\(partition.rawValue):s3:::\(bucket)" }

    /// The ARNs of the objects that are granted.
    var objectARNs: [String] { prefixes.isEmpty ? ["\(bucketARN)/*"] : prefixes.map { "\(bucketARN)/\($0)/*" } }

    /// What `s3:prefix` is compared with.
    var listPatterns: [String] { prefixes.isEmpty ? ["*"] : prefixes.map { "\($0)/*" } }

    /// The name of the CloudFormation stack that makes the role.
    public var stackName: String {
        let name = String(roleName.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
        return name.hasPrefix("hublake-") ? name : "hublake-\(name)"
    }

    private static func check(kmsKey text: String, in partition: Partition) throws(Failure) -> String {
        let key = text.split(whereSeparator: \.isWhitespace).joined()
        let pattern = /arn:([a-z-]+):kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+/
        guard let match = key.wholeMatch(of: pattern), match.1 == partition.rawValue else {
            throw Failure(
                .configuration, "cannot use the KMS key \"\(Redaction.redact(text))\"",
                why: "it is not the ARN of a key in the partition \(partition.rawValue)",
                remedy: "Copy the ARN from the key's page in the KMS console: "
                    + "arn:\(partition.rawValue):kms:REGION:ACCOUNT:key/ID. An alias does not do, since policies name keys."
            )
        }
        return key
    }
}
