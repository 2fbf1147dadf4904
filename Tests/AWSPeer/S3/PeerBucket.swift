/// A bucket and what its owner has set.
public struct PeerBucket: Sendable, Hashable {
    /// The bucket's name.
    public var name: String
    /// Where it is.
    public var region: String
    /// The account that owns it.
    public var owner: String
    /// Whether it keeps old versions.
    public var isVersioned = false
    /// What its account's principals may not do: `s3:PutObject` → which policy says so.
    public var denials: [String: PeerDenial] = [:]
    /// The prefix, without a slash at its end, that the role's policy is about; nil for a role that may touch all of it.
    public var prefix: String?
    /// Whether ListBucket is allowed only with an `s3:prefix` under ``prefix``.
    public var listingNeedsPrefix = true
    /// The KMS key that encrypts it by default; nil for S3's own keys.
    public var key: PeerKMSKey?
    /// How another region's endpoint answers for it.
    public var misrouted = Misrouting.permanentRedirect
    /// Whether AWS says which policy refused: it does to principals of the bucket's own account.
    public var namesPolicies = true

    /// How another region's endpoint answers for a bucket.
    public enum Misrouting: Sendable, Hashable {
        /// 301 with the region in the body and in a header, and no body for HEAD.
        case permanentRedirect
        /// 307: what a bucket answers in its first hours.
        case temporaryRedirect
        /// 400 AuthorizationHeaderMalformed with the region that was expected.
        case malformedAuthorization
    }

    /// A bucket; see the properties.
    public init(
        _ name: String = "acme-lake", region: String = "us-east-1", owner: String = "111111111111",
        prefix: String? = "exports"
    ) {
        self.name = name
        self.region = region
        self.owner = owner
        self.prefix = prefix
    }
}

/// The kind of policy that refuses; its words are AWS's ("Troubleshoot access denied errors", IAM and S3 user guides).
public enum PeerDenial: Sendable, Hashable, CaseIterable {
    /// No policy of the role allows it.
    case identityPolicy
    /// A policy of the role forbids it.
    case explicitIdentityPolicy
    /// The bucket's policy forbids it.
    case bucketPolicy
    /// The organization forbids it.
    case serviceControlPolicy
    /// The organization does not allow it.
    case implicitServiceControlPolicy
    /// The organization forbids it on its resources.
    case resourceControlPolicy
    /// The role's boundary does not allow it.
    case permissionsBoundary
    /// The session's policy does not allow it.
    case sessionPolicy
    /// The endpoint through which the call came does not allow it.
    case vpcEndpointPolicy

    /// The end of AWS's sentence.
    public func because(_ action: String) -> String {
        switch self {
        case .identityPolicy: "because no identity-based policy allows the \(action) action"
        case .explicitIdentityPolicy: "with an explicit deny in an identity-based policy"
        case .bucketPolicy: "with an explicit deny in a resource-based policy"
        case .serviceControlPolicy:
            "with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-peer/"
                + "service_control_policy/p-peer0001"
        case .implicitServiceControlPolicy: "because no service control policy allows the \(action) action"
        case .resourceControlPolicy: "with an explicit deny in a resource control policy"
        case .permissionsBoundary: "because no permissions boundary allows the \(action) action"
        case .sessionPolicy: "because no session policy allows the \(action) action"
        case .vpcEndpointPolicy: "because no VPC endpoint policy allows the \(action) action"
        }
    }
}

/// The KMS key of a bucket and what is wrong with it.
public struct PeerKMSKey: Sendable, Hashable {
    /// `arn:aws:kms:…`.
    public var arn: String
    /// What is wrong with it.
    public var trouble: Trouble?

    /// What is wrong with a key.
    public enum Trouble: Sendable, Hashable, CaseIterable {
        /// The role may not encrypt with it.
        case generateDataKeyDenied
        /// The role may not decrypt with it: single puts work, multipart uploads and reads do not.
        case decryptDenied
        /// Switched off.
        case disabled
        /// Waiting for its deletion.
        case pendingDeletion
        /// Nobody knows it.
        case missing
        /// Of another account, whose key policy does not know the role.
        case ofAnotherAccount
    }

    /// A key; see the properties.
    public init(_ arn: String, trouble: Trouble? = nil) {
        self.arn = arn
        self.trouble = trouble
    }

    /// How S3 refuses `operation`, needing `actions` of the key; nil when nothing is wrong with it.
    func refusal(of actions: [String], by principal: String) -> (status: Int, code: String, message: String)? {
        func denied(_ action: String, _ because: String) -> (Int, String, String) {
            (
                403, "AccessDenied",
                "User: \(principal) is not authorized to perform: \(action) on resource: \(arn) \(because)"
            )
        }
        switch trouble {
        case nil: return nil
        case .generateDataKeyDenied:
            guard actions.contains("kms:GenerateDataKey") else { return nil }
            return denied(
                "kms:GenerateDataKey", "because no identity-based policy allows the kms:GenerateDataKey action")
        case .decryptDenied:
            guard actions.contains("kms:Decrypt") else { return nil }
            return denied("kms:Decrypt", "because no identity-based policy allows the kms:Decrypt action")
        case .ofAnotherAccount:
            let action = actions[0]
            return denied(action, "because no resource-based policy allows the \(action) action")
        case .disabled: return (400, "KMS.DisabledException", "\(arn) is disabled.")
        case .pendingDeletion: return (400, "KMS.KMSInvalidStateException", "\(arn) is pending deletion.")
        case .missing: return (400, "KMS.NotFoundException", "Key '\(arn)' does not exist")
        }
    }
}
