/// What the role may do: the permissions of HubSpot's published text, with its mistake repaired, and three that it leaves out.
///
/// There `s3:GetBucketLocation` stands under a condition on `s3:prefix`. That call carries no prefix, so the statement never
/// matches and AWS refuses; here it stands alone. A role with the published policy works with hublake all the same.
extension PolicyDocument {
    /// The permission policy for `grant`.
    public static func permissions(_ grant: AccessGrant) -> PolicyDocument {
        var statements: [PolicyStatement] = [.objects(grant), .list(grant), .location(grant)]
        if grant.kmsKey != nil { statements.append(.key(grant.kmsKey)) }
        return PolicyDocument(statements)
    }
}

extension PolicyStatement {
    /// The five actions on objects that the published text names.
    static let objectActions = [
        "s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion",
    ]
    /// AWS says that whoever began an upload may discard it; users report refusals, and other servers refuse.
    static let uploadActions = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
    /// Finds the versions to delete for good: without it a privacy deletion leaves old versions behind.
    static let listVersionsAction = "s3:ListBucketVersions"

    static func objects(_ grant: AccessGrant) -> PolicyStatement {
        PolicyStatement(
            sid: "HublakeObjects",
            actions: objectActions + (grant.isMinimal ? [] : uploadActions),
            resources: grant.objectARNs)
    }

    static func list(_ grant: AccessGrant) -> PolicyStatement {
        PolicyStatement(
            sid: "HublakeList", actions: ["s3:ListBucket"] + (grant.isMinimal ? [] : [listVersionsAction]),
            resources: [grant.bucketARN],
            condition: Condition(comparison: "StringLike", key: "s3:prefix", values: grant.listPatterns))
    }

    /// Never under a condition on `s3:prefix`.
    static func location(_ grant: AccessGrant) -> PolicyStatement {
        PolicyStatement(sid: "HublakeLocation", actions: ["s3:GetBucketLocation"], resources: [grant.bucketARN])
    }

    /// S3 asks KMS with the role's permissions: a data key for each write, and to open it again for reads and for parts.
    static func key(_ arn: String?) -> PolicyStatement {
        PolicyStatement(
            sid: "HublakeKey", actions: ["kms:GenerateDataKey", "kms:Decrypt"], resources: arn.map { [$0] } ?? [])
    }

    /// One action on the granted objects, as the doctor proposes it.
    static func object(_ action: String, _ grant: AccessGrant) -> PolicyStatement {
        PolicyStatement(actions: [action], resources: grant.objectARNs)
    }
}
