extension FaultRule {
    /// The whole answer of a fault that replaces it; nil for those that only change the real one.
    func replacement(correlationID: String, budget: Budget) -> Answer? {
        if let refusal { return refusal.answer(correlationID: correlationID).retrying(after: retryAfter) }
        var answer: Answer
        switch kind {
        case .rateLimited:
            let policy = budget == .search ? "SECONDLY" : "TEN_SECONDLY_ROLLING"
            answer = .rateLimited(policy: policyName ?? policy, correlationID: correlationID)
        case .moving:
            let moving = APIError(status: 477, message: "Account migration in progress")
            return moving.answer(correlationID: correlationID).retrying(after: retryAfter ?? 3_600)
        case .wrongRegion:
            answer = .json(
                .fields([
                    "status": "error", "message": "Hub 4242 is unknown to this Hublet", "correctHublet": "eu1",
                    "correlationId": .string(correlationID),
                ]), status: 488)
        case .badGateway: answer = .html("502 Bad Gateway", status: 502)
        case .gatewayTimeout: answer = .html("504 Gateway Time-out", status: 504)
        case .edgeDown: answer = .html("521 Web server is down", status: 521)
        case .edgeTimeout: answer = .html("524 A timeout occurred", status: 524)
        case .notJSON:
            answer = .json(.null)
            answer.body = Array("{\"results\": [{\"id\": \"1\", ".utf8)
        case .html: answer = .html("Sign in", status: 200)
        case .reset:
            answer = .json(.null)
            answer.delivery = .reset
        default: return nil
        }
        return answer.retrying(after: retryAfter)
    }

    /// The kinds that are a refusal in HubSpot's error body.
    private var refusal: APIError? {
        switch kind {
        case .invalid: .invalid("The request is not supported here")
        case .unauthorized: .unauthenticated
        case .expired: .expired
        case .forbidden: .missingScopes(["crm.objects.example.read"])
        case .notInSubscription: APIError(status: 403, message: "This scope is not available for public use")
        case .notFound: .notFound()
        case .locked: APIError(status: 423, message: "Locked by other writes; try again in 2 seconds")
        case .internalError: APIError(status: 500, message: "internal error")
        case .unavailable: APIError(status: 503, message: "Service temporarily unavailable")
        default: nil
        }
    }
}

extension Answer {
    fileprivate func retrying(after seconds: Int?) -> Answer {
        var answer = self
        if let seconds { answer.headers.append(("Retry-After", String(seconds))) }
        return answer
    }
}
