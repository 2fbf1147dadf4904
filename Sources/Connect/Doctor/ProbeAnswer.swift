import Foundations

/// What AWS answered to a probe.
public struct ProbeAnswer: Sendable, Hashable {
    /// Why it was refused; nil when it was granted.
    public var refusal: Refusal?
    /// GetCallerIdentity: the ARN.
    public var arn: String?
    /// GetCallerIdentity: the account.
    public var account: String?
    /// Seconds that the peer's clock is ahead of ours, where the answer tells.
    public var clockOffset: Int64?
    /// The bucket's region, where the answer names it.
    public var region: String?
    /// The version that was written, or the delete marker that was made.
    public var versionID: String?
    /// GET: the bytes.
    public var body: [UInt8]?
    /// The upload that was begun, or the entity tag of the part.
    public var token: String?

    /// A granted answer without particulars.
    public init() {}

    /// A refusal.
    public init(_ refusal: Refusal) { self.refusal = refusal }

    /// Whether the probe was granted.
    public var isGranted: Bool { refusal == nil }
}

/// A refusal in AWS's words.
public struct Refusal: Sendable, Hashable {
    /// What it means.
    public var kind: Kind
    /// The HTTP status; nil when no answer came.
    public var status: Int?
    /// AWS's code, such as `AccessDenied`.
    public var code: String?
    /// AWS's words.
    public var message: String
    /// What AWS's support asks for.
    public var requestID: String?

    /// What refusals mean.
    public enum Kind: Sendable, Hashable {
        /// A policy does not allow it.
        case denied
        /// The keys that signed were not accepted.
        case keysRefused
        /// There are no keys to sign with.
        case noKeys
        /// STS is off in this region.
        case regionOff
        /// The session would be longer than the role allows.
        case sessionTooLong
        /// There is no such bucket.
        case noBucket
        /// There is no such object or version.
        case noObject
        /// The body is not what its MD5 or checksum says.
        case damaged
        /// A condition was not met: something is there.
        case conditionUnmet
        /// The server does not know the call, the header or versions.
        case unsupported
        /// The bucket's KMS key cannot be used.
        case key
        /// No answer came.
        case unreachable
        /// Anything else.
        case unexpected
    }

    /// A refusal; its kind follows from the code, and from the status where there is none.
    public init(status: Int, code: String, message: String = "", requestID: String? = nil) {
        kind = Self.kind(status: status, code: code, message: message)
        self.status = status
        self.code = code
        self.message = message
        self.requestID = requestID
    }

    /// A refusal without an answer.
    public init(_ kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    private static func kind(status: Int, code: String, message: String) -> Kind {
        switch code {
        case "AccessDenied", "AllAccessDisabled", "AccountProblem", "AccessDeniedException", "AuthorizationError",
            "UnauthorizedOperation":
            .denied
        case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidClientTokenId", "UnrecognizedClientException",
            "ExpiredToken", "ExpiredTokenException", "InvalidToken", "IncompleteSignature", "AuthFailure",
            "MissingAuthenticationToken", "InvalidSignatureException", "Unauthorized":
            .keysRefused
        case "RegionDisabledException": .regionOff
        case "ValidationError" where message.contains("DurationSeconds"): .sessionTooLong
        case "NoSuchBucket": .noBucket
        case "NoSuchKey", "NoSuchVersion": .noObject
        case "BadDigest", "InvalidDigest", "XAmzContentChecksumMismatch": .damaged
        case "PreconditionFailed": .conditionUnmet
        case "NotImplemented", "MethodNotAllowed": .unsupported
        case let code where code.hasPrefix("KMS."): .key
        default: kind(status: status)
        }
    }

    private static func kind(status: Int) -> Kind {
        switch status {
        case 403: .denied
        case 404: .noObject
        case 412: .conditionUnmet
        case 405, 501: .unsupported
        default: .unexpected
        }
    }
}
