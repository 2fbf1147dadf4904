public import Foundations

/// Everything that the doctor can find wrong. Each has one message and one cure (``meaning`` and ``cure``), which `docs/connect.md`
/// lists; their names are for programs and stay as they are.
public enum Cause: String, CaseIterable, Sendable, Hashable {
    // hublake's own identity
    case noOwnKeys = "no-own-keys"
    case ownKeysRefused = "own-keys-refused"
    case stsUnreachable = "sts-unreachable"
    case clockOff = "clock-off"
    // The role's trust
    case trustDoesNotMatch = "trust-does-not-match"
    case placeholderExternalID = "placeholder-external-id"
    case formerExternalID = "former-external-id"
    case trustForAnotherPrincipal = "trust-for-another-principal"
    case trustForOwnAccount = "trust-for-own-account"
    case trustForAnotherID = "trust-for-another-id"
    case trustNotReadable = "trust-not-readable"
    case ownPolicyDeniesAssume = "own-policy-denies-assume"
    case stsRegionOff = "sts-region-off"
    case sessionTooLong = "session-too-long"
    case externalIDNotEnforced = "external-id-not-enforced"
    case anyExternalIDAccepted = "any-external-id-accepted"
    case otherAccount = "other-account"
    // The bucket
    case noSuchBucket = "no-such-bucket"
    case otherPartition = "other-partition"
    case regionCorrected = "region-corrected"
    case bucketOfAnotherAccount = "bucket-of-another-account"
    // Permissions
    case listBucketDenied = "list-bucket-denied"
    case listConditionWithoutStar = "list-condition-without-star"
    case getBucketLocationDenied = "get-bucket-location-denied"
    case putObjectDenied = "put-object-denied"
    case getObjectDenied = "get-object-denied"
    case getObjectVersionDenied = "get-object-version-denied"
    case deleteObjectDenied = "delete-object-denied"
    case deleteObjectVersionDenied = "delete-object-version-denied"
    case multipartDenied = "multipart-denied"
    case roleWiderThanPrefix = "role-wider-than-prefix"
    // Encryption
    case kmsGenerateDataKeyDenied = "kms-generate-data-key-denied"
    case kmsDecryptDenied = "kms-decrypt-denied"
    case kmsKeyDisabled = "kms-key-disabled"
    case kmsKeyMissing = "kms-key-missing"
    case kmsKeyUnusable = "kms-key-unusable"
    // Another policy refuses, whatever the role's says
    case bucketPolicyDenies = "bucket-policy-denies"
    case identityPolicyDenies = "identity-policy-denies"
    case serviceControlPolicy = "service-control-policy"
    case resourceControlPolicy = "resource-control-policy"
    case permissionsBoundary = "permissions-boundary"
    case sessionPolicy = "session-policy"
    case vpcEndpointPolicy = "vpc-endpoint-policy"
    case objectLockHolds = "object-lock-holds"
    // The server
    case objectDiffers = "object-differs"
    case conditionalWriteIgnored = "conditional-write-ignored"
    case conditionalWriteUnsupported = "conditional-write-unsupported"
    case checksumsNotVerified = "checksums-not-verified"
    case keysRefused = "keys-refused"
    case s3Unreachable = "s3-unreachable"
    case unexpectedAnswer = "unexpected-answer"

    /// Whether a sync works all the same.
    public var outcome: CheckOutcome {
        switch self {
        case .clockOff, .regionCorrected, .getBucketLocationDenied, .roleWiderThanPrefix, .checksumsNotVerified: .warn
        default: .fail
        }
    }

    /// Who must act, which decides the exit code.
    public var kind: FailureKind {
        switch self {
        case .noOwnKeys, .clockOff, .trustNotReadable, .noSuchBucket, .otherPartition, .regionCorrected, .otherAccount,
            .bucketOfAnotherAccount, .sessionTooLong, .stsRegionOff, .kmsKeyDisabled, .kmsKeyMissing, .kmsKeyUnusable,
            .objectDiffers, .conditionalWriteIgnored, .conditionalWriteUnsupported, .checksumsNotVerified,
            .unexpectedAnswer:
            .configuration
        case .stsUnreachable, .s3Unreachable: .transient
        default: .authorization
        }
    }
}
