public import Foundations

extension STSError {
    /// The error for a person, with who must act as its kind.
    public var failure: Failure {
        if let underlying, cause == .unavailable || cause == .ownKeysMissing || cause == .cancelled {
            var failure = underlying
            if attempts > 1 { failure.why += " (after \(attempts) attempts)" }
            return failure
        }
        let (kind, remedy) = judgement
        return Failure(kind, what, why: words, remedy: remedy)
    }

    /// "AccessDenied: User … is not authorized … (status 403, request …)".
    public var words: String {
        let head = [code, message.isEmpty ? nil : message].compactMap { $0 }.joined(separator: ": ")
        let tail = [answer.map { "status \($0.status)" }, requestID.map { "request \($0)" }].compactMap { $0 }
        let tries = attempts > 1 ? " (after \(attempts) attempts)" : ""
        return (tail.isEmpty ? head : "\(head) (\(tail.joined(separator: ", ")))") + tries
    }

    var what: String {
        switch operation {
        case .callerIdentity: "cannot ask AWS who hublake is"
        case .assumeRole, .assumeRoleWithWebIdentity: "cannot use the role \(role?.description ?? "")"
        }
    }

    private var judgement: (FailureKind, String?) {
        switch cause {
        case .accessDenied: (.authorization, accessRemedy)
        case .sessionPolicy: (.internal, "This is a defect of hublake, and nothing to change in AWS; please report it.")
        case .regionDisabled:
            (
                .configuration,
                "Set sts-region to a region whose STS endpoint is on, or have the role's account turn this one on: IAM console, "
                    + "Account settings, Security Token Service."
            )
        case .ownKeysExpired:
            (.authorization, "hublake's own temporary AWS keys have expired, not the role's: fetch new ones.")
        case .ownKeysUnknown:
            (
                .authorization,
                "AWS does not know hublake's own access key, or its session token; the role is not the matter. Check the keys and "
                    + "that they belong to this partition."
            )
        case .ownSecretWrong:
            (
                .authorization,
                "hublake's own secret access key does not belong to its access key; the role is not the matter. Copy both again."
            )
        case .ownSignatureIncomplete:
            (.internal, "STS did not accept hublake's signature; please report it.")
        case .ownKeysMissing: (.configuration, "Give hublake AWS keys of its own.")
        case .clock:
            (.configuration, "Set this machine's clock; AWS refuses requests that are more than 15 minutes off.")
        case .duration:
            (
                .configuration,
                "Raise the role's maximum session duration in IAM, or leave the duration at an hour."
            )
        case .validation: (.configuration, "Check the role's ARN.")
        case .invalidRequest: (.configuration, nil)
        case .webIdentity:
            (
                .authorization,
                "Check AWS_WEB_IDENTITY_TOKEN_FILE, and that the role trusts the token's provider and audience."
            )
        case .throttled: (.rateLimited, "STS limits calls by account: run it again later.")
        case .unavailable:
            (.transient, "Run it again later; https://health.aws.amazon.com shows AWS's own troubles.")
        case .cancelled: (.cancelled, "Run the same command again to go on.")
        case .other: (.configuration, "Check the STS endpoint and the region.")
        }
    }

    private var accessRemedy: String {
        switch operation {
        case .callerIdentity: "A policy forbids hublake's own keys to be used: check the user's account."
        case .assumeRole:
            "AWS does not say which: the role may not exist, may not trust hublake's principal, may want another external id, "
                + "may be forbidden by a policy of the organization, or may have been made less than a minute ago."
        case .assumeRoleWithWebIdentity:
            "Allow sts:AssumeRoleWithWebIdentity in the role's trust policy for the token's provider, audience and subject."
        }
    }
}
