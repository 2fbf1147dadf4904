extension STSError.Cause {
    /// What AWS's `code` means for `operation`; `message` tells a too long duration from other validation errors.
    init(code: String, message: String, status: Int, operation: STSError.Operation) {
        switch code {
        case "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "OptInRequired": self = .accessDenied
        case "MalformedPolicyDocument", "MalformedPolicyDocumentException", "PackedPolicyTooLarge",
            "PackedPolicyTooLargeException":
            self = .sessionPolicy
        case "RegionDisabledException", "RegionDisabled": self = .regionDisabled
        case "ExpiredTokenException" where operation == .assumeRoleWithWebIdentity: self = .webIdentity
        case "InvalidIdentityToken", "InvalidIdentityTokenException", "IDPRejectedClaim", "IDPRejectedClaimException",
            "IDPCommunicationError", "IDPCommunicationErrorException":
            self = .webIdentity
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired": self = .ownKeysExpired
        case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "InvalidToken",
            "NotSignedUp":
            self = .ownKeysUnknown
        case "RequestExpired", "RequestTimeTooSkewed": self = .clock
        // Signatures that fail for the time they name have that in their message.
        case "SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure":
            self =
                message.contains("Signature expired") || message.contains("Signature not yet current")
                ? .clock : .ownSecretWrong
        case "IncompleteSignature", "MissingAuthenticationToken", "MissingAuthenticationTokenException":
            self = .ownSignatureIncomplete
        case "ValidationError", "ValidationException", "InvalidParameterValue", "MalformedInput",
            "InvalidParameterCombination", "MissingParameter":
            self =
                message.contains("DurationSeconds") || message.contains("MaxSessionDuration") ? .duration : .validation
        case "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
            "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown",
            "BandwidthLimitExceeded", "LimitExceededException", "PriorRequestNotComplete":
            self = .throttled
        case "InternalFailure", "InternalError", "InternalServiceError", "ServiceUnavailable", "RequestTimeout",
            "RequestTimeoutException":
            self = .unavailable
        default:
            switch status {
            case 429: self = .throttled
            case 500, 502, 503, 504: self = .unavailable
            default: self = .other
            }
        }
    }
}
