/// What STS answers when it refuses; codes, statuses and wordings as AWS sends them.
public enum STSRefusal: Sendable, Hashable, CaseIterable {
    /// No permission: the role is missing, does not trust the caller, or wants another external id; AWS does not tell which.
    case accessDenied
    /// The caller's own policy forbids the call.
    case callerPolicyDenies
    /// A service control policy forbids the call.
    case serviceControlPolicy
    /// The session policy is no policy.
    case malformedPolicyDocument
    /// The session policy, packed, is too large.
    case packedPolicyTooLarge
    /// The role's account has switched this region's endpoint off.
    case regionDisabled
    /// The caller's own temporary keys have ended.
    case expiredToken
    /// The caller's key is not known, or its token is of another kind.
    case invalidClientTokenID
    /// The caller's secret is wrong.
    case signatureDoesNotMatch
    /// The caller's clock is more than 15 minutes late.
    case signatureExpired
    /// The session is longer than the role allows.
    case sessionTooLong
    /// A parameter does not have its form.
    case validation
    /// Too many calls.
    case throttling
    /// AWS is in trouble.
    case internalFailure
    /// AWS is in more trouble.
    case serviceUnavailable

    /// HTTP status, AWS's code and its words.
    public var parts: (status: Int, code: String, message: String) {
        let user = "arn:aws:iam::222222222222:user/hublake"
        let role = "arn:aws:iam::111111111111:role/hublake-export"
        let refused = "User: \(user) is not authorized to perform: sts:AssumeRole on resource: \(role)"
        switch self {
        case .accessDenied: return (403, "AccessDenied", refused)
        case .callerPolicyDenies:
            return (
                403, "AccessDenied", refused + " because no identity-based policy allows the sts:AssumeRole action"
            )
        case .serviceControlPolicy:
            return (403, "AccessDenied", refused + " with an explicit deny in a service control policy")
        case .malformedPolicyDocument:
            return (400, "MalformedPolicyDocument", "This policy contains invalid Json")
        case .packedPolicyTooLarge:
            return (
                400, "PackedPolicyTooLarge", "Packed size of session policies and tags is 114% of the allotted space"
            )
        case .regionDisabled:
            return (
                403, "RegionDisabledException",
                "STS is not activated in this region for account:111111111111. Your account administrator can activate STS in "
                    + "this region using the IAM Console."
            )
        case .expiredToken: return (403, "ExpiredToken", "The security token included in the request is expired")
        case .invalidClientTokenID:
            return (403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        case .signatureDoesNotMatch:
            return (
                403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
                    + "and signing method. Consult the service documentation for details."
            )
        case .signatureExpired:
            return (
                403, "SignatureDoesNotMatch",
                "Signature expired: 20261125T100000Z is now earlier than 20261125T104500Z (20261125T110000Z - 15 min.)"
            )
        case .sessionTooLong:
            return (
                400, "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
            )
        case .validation:
            return (
                400, "ValidationError",
                "1 validation error detected: Value 'x' at 'externalId' failed to satisfy constraint: Member must have length "
                    + "greater than or equal to 2"
            )
        case .throttling: return (400, "Throttling", "Rate exceeded")
        case .internalFailure:
            return (500, "InternalFailure", "We encountered an internal error. Please try again.")
        case .serviceUnavailable:
            return (503, "ServiceUnavailable", "Service is unable to handle request.")
        }
    }

    /// The refusal as STS sends it.
    public var answer: PeerAnswer { answer(message: parts.message) }

    /// The refusal with other words.
    public func answer(message: String) -> PeerAnswer {
        let (status, code, _) = parts
        return .xml(
            status,
            """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <Error>
                <Type>\(status < 500 ? "Sender" : "Receiver")</Type>
                <Code>\(code)</Code>
                <Message>\(PeerText.xml(message))</Message>
              </Error>
              <RequestId>9b2f64a1-5f0e-4d5e-9f6e-000000000001</RequestId>
            </ErrorResponse>
            """, headers: ["x-amzn-RequestId": "9b2f64a1-5f0e-4d5e-9f6e-000000000001"])
    }
}
