extension FaultRule {
    /// The whole answer of a fault that replaces it; nil for those that only change the real one.
    func replacement(correlationID: String) -> Answer? {
        var answer: Answer
        switch kind {
        case .unauthorized: answer = APIError.unauthenticated.answer(correlationID: correlationID)
        case .forbidden:
            answer = APIError.missingScopes(["crm.objects.example.read"]).answer(correlationID: correlationID)
        case .rateLimited:
            answer = .rateLimited(policy: policyName ?? "TEN_SECONDLY_ROLLING", correlationID: correlationID)
        case .internalError:
            answer = APIError(status: 500, message: "internal error").answer(correlationID: correlationID)
        case .badGateway: answer = .html("502 Bad Gateway", status: 502)
        case .unavailable:
            answer = APIError(status: 503, message: "Service temporarily unavailable").answer(
                correlationID: correlationID)
        case .notJSON:
            answer = .json(.null)
            answer.body = Array("{\"results\": [{\"id\": \"1\", ".utf8)
        case .html: answer = .html("Sign in", status: 200)
        case .reset:
            answer = .json(.null)
            answer.delivery = .reset
        case .cutBody, .delay, .badValue: return nil
        }
        if let retryAfter { answer.headers.append(("Retry-After", String(retryAfter))) }
        return answer
    }
}
