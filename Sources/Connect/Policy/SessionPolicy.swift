import Foundations

/// What a sync's sessions are narrowed to, whatever the role may do: its one bucket and prefix. A customer who attaches
/// AdministratorAccess exposes no more than that.
extension PolicyDocument {
    /// The session policy for a sync into `prefix` of the granted bucket.
    ///
    /// Leaves KMS to the role: the key may change without hublake's knowing. It stays far below STS's 2,048 characters: one
    /// prefix has at most 512.
    public static func session(_ grant: AccessGrant, prefix: String) -> PolicyDocument {
        var narrow = grant
        narrow.prefixes = prefix.isEmpty ? [] : [prefix]
        return PolicyDocument([
            PolicyStatement(
                actions: PolicyStatement.objectActions + PolicyStatement.uploadActions, resources: narrow.objectARNs),
            PolicyStatement(
                actions: ["s3:ListBucket", "s3:ListBucketVersions"], resources: [narrow.bucketARN],
                condition: .init(comparison: "StringLike", key: "s3:prefix", values: narrow.listPatterns)),
            PolicyStatement(actions: ["s3:GetBucketLocation"], resources: [narrow.bucketARN]),
            PolicyStatement(actions: ["kms:GenerateDataKey", "kms:Decrypt"], resources: ["*"]),
        ])
    }
}
