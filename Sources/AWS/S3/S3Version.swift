import HTTP

/// What identifies one state of an object, as S3's answers name it.
public struct S3Version: Sendable, Hashable {
    /// The entity tag, with its quotes. An MD5 only for objects written in one piece without KMS.
    public var entityTag: String
    /// The version's id in a bucket with versions; nil in one without.
    public var versionID: String?
    /// How the object is encrypted: `AES256`, `aws:kms`, …; nil when S3 does not say.
    public var encryption: String?
    /// The KMS key that encrypts it, as an ARN; nil for none.
    public var kmsKey: String?

    /// The version that an answer's headers name; nil without an entity tag.
    init?(_ answer: HTTPResponse) {
        guard let tag = answer.header("ETag") else { return nil }
        self.init(entityTag: tag, answer: answer)
    }

    /// The version of this tag that an answer's headers describe.
    init(entityTag: String, answer: HTTPResponse) {
        self.entityTag = entityTag
        versionID = answer.header("x-amz-version-id")
        encryption = answer.header("x-amz-server-side-encryption")
        kmsKey = answer.header("x-amz-server-side-encryption-aws-kms-key-id")
    }
}
