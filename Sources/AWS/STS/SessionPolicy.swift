public import Foundations

/// A policy that narrows a session to one bucket and its prefixes: whoever attaches AdministratorAccess to the role still exposes no more.
public enum SessionPolicy {
    /// What hublake does with objects, and what it does where the role allows it (multipart uploads).
    private static let objectActions = [
        "s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion",
    ]
    private static let multipartActions = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]

    /// The policy as compact JSON of at most 2,048 characters, STS's limit. A session can do what both this and the role allow.
    ///
    /// KMS stays allowed, for the given key or, without one, for whatever key the bucket uses: a policy that leaves KMS out would
    /// lock the session out of an encrypted bucket.
    ///
    /// Throws `Failure(.configuration)` when the prefixes do not fit.
    ///
    /// - Parameters:
    ///   - bucket: the bucket's name.
    ///   - prefixes: folders in it, with or without slashes at their ends; none, or an empty one, for the whole bucket.
    ///   - partition: the bucket's partition.
    ///   - kmsKey: ARN of the bucket's key.
    ///   - allowsMultipart: whether multipart uploads may be ended and looked into.
    public static func json(
        bucket: String, prefixes: [String], partition: Partition = .aws, kmsKey: String? = nil,
        allowsMultipart: Bool = true
    ) throws(Failure) -> String {
        let bucketARN = "arn:\(partition.rawValue):s3:::\(literal(bucket))"
        let folders = folders(prefixes)
        let objects = JSONValue.array(folders.map { .string("\(bucketARN)/\($0)*") })
        let actions = objectActions + (allowsMultipart ? multipartActions : [])
        let document: JSONValue = [
            "Version": "2012-10-17",
            "Statement": [
                statement(actions, on: objects),
                [
                    "Effect": "Allow", "Action": ["s3:ListBucket", "s3:ListBucketVersions"],
                    "Resource": .string(bucketARN),
                    "Condition": ["StringLike": ["s3:prefix": .array(folders.map { .string("\($0)*") })]],
                ],
                // A request for the location carries no prefix, so a condition on it would refuse it always.
                statement(["s3:GetBucketLocation"], on: .string(bucketARN)),
                statement(["kms:GenerateDataKey", "kms:Decrypt"], on: .string(kmsKey ?? "*")),
            ],
        ]
        let text = document.text
        guard STSLimits.sessionPolicy.contains(text.unicodeScalars.count) else {
            throw Failure(
                .configuration, "cannot narrow the session to \(folders.count) prefixes of \(bucket)",
                why: "the policy would have \(text.unicodeScalars.count) characters, and STS takes 2,048",
                remedy: "Use fewer or shorter prefixes.")
        }
        return text
    }

    private static func statement(_ actions: [String], on resource: JSONValue) -> JSONValue {
        ["Effect": "Allow", "Action": .array(actions.map { .string($0) }), "Resource": resource]
    }

    /// Each prefix with one slash at its end, patterns made literal; one empty text for the whole bucket.
    private static func folders(_ prefixes: [String]) -> [String] {
        let trimmed = prefixes.map { prefix in
            let inner = prefix.drop { $0 == "/" }.reversed().drop { $0 == "/" }.reversed()
            return inner.isEmpty ? "" : literal(String(inner)) + "/"
        }
        guard !trimmed.isEmpty, !trimmed.contains("") else { return [""] }
        return trimmed
    }

    /// `*`, `?` and `$` mean something in policies; these are their literal forms.
    private static func literal(_ text: String) -> String {
        text.map { "*?$".contains($0) ? "${\($0)}" : String($0) }.joined()
    }
}
