import Foundations

/// Why a call of STS brought nothing, in AWS's own words and sorted by what it means.
public struct STSError: Error, Sendable, Hashable {
    /// What an error means, and so whose it is.
    public enum Cause: Sendable, Hashable, CaseIterable {
        /// AccessDenied: for a role it is missing, does not trust us, wants another external id, a policy of the organization
        /// forbids it, or it was made a moment ago. AWS does not tell which.
        case accessDenied
        /// MalformedPolicyDocument or PackedPolicyTooLarge: the session policy, which is ours.
        case sessionPolicy
        /// RegionDisabledException: this region's endpoint is off in the role's account.
        case regionDisabled
        /// Our own temporary keys have ended, and fetching them anew did not help.
        case ownKeysExpired
        /// Our own key is unknown, was deleted or is of another partition; or its session token does not belong to it.
        case ownKeysUnknown
        /// Our own secret does not belong to our own key.
        case ownSecretWrong
        /// The call was not signed as STS wants it.
        case ownSignatureIncomplete
        /// We have no keys of our own: the credential chain ended without any.
        case ownKeysMissing
        /// This machine's clock is off, and correcting it did not help.
        case clock
        /// The asked duration is beyond what the role, or the chain of roles, allows.
        case duration
        /// Any other ValidationError.
        case validation
        /// The request breaks one of STS's limits and was not sent.
        case invalidRequest
        /// The web identity token was refused, is expired, or its provider could not be asked.
        case webIdentity
        /// Too many calls, for longer than we waited.
        case throttled
        /// STS or the network failed, for longer than we waited.
        case unavailable
        /// The work was interrupted on purpose.
        case cancelled
        /// An error that hublake does not know, or an answer that is not STS's.
        case other
    }

    /// What was asked.
    public enum Operation: String, Sendable, Hashable {
        /// GetCallerIdentity.
        case callerIdentity = "GetCallerIdentity"
        /// AssumeRole.
        case assumeRole = "AssumeRole"
        /// AssumeRoleWithWebIdentity.
        case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    }

    /// What it means.
    public var cause: Cause
    /// The call that failed.
    public var operation: Operation
    /// AWS's code, such as `AccessDenied`; nil when no answer came.
    public var code: String?
    /// AWS's words, or ours where there are none of AWS's; redacted.
    public var message: String
    /// The answer; nil when none came.
    public var answer: STSAnswer?
    /// The role that was asked for.
    public var role: RoleARN?
    /// Calls made in all.
    public var attempts: Int
    /// The failure below it, of the network or of the credential chain.
    var underlying: Failure?

    /// An error; see the properties.
    public init(
        _ cause: Cause, _ operation: Operation, code: String? = nil, message: String, answer: STSAnswer? = nil,
        role: RoleARN? = nil, attempts: Int = 1
    ) {
        self.cause = cause
        self.operation = operation
        self.code = code
        self.message = Redaction.redact(message)
        self.answer = answer
        self.role = role
        self.attempts = attempts
    }

    /// What AWS's support asks for.
    public var requestID: String? { answer?.requestID }

    /// Whether our own identity is the trouble, so that nothing is said about the customer's role.
    public var isOurs: Bool {
        switch cause {
        case .sessionPolicy, .ownKeysExpired, .ownKeysUnknown, .ownSecretWrong, .ownSignatureIncomplete,
            .ownKeysMissing, .clock,
            .invalidRequest, .webIdentity:
            true
        case .accessDenied: operation == .callerIdentity
        case .regionDisabled, .duration, .validation, .throttled, .unavailable, .cancelled, .other: false
        }
    }
}

extension STSError: CustomStringConvertible {
    /// As ``failure`` puts it.
    public var description: String { failure.description }
}
