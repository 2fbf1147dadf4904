import Foundations

/// A final answer other than the one wanted. Some callers know what to make of it; for all others it is a failure.
struct Refusal: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// 401.
        case token
        /// 403.
        case forbidden
        /// 404 in HubSpot's own words.
        case absent
        /// 524, again and again: HubSpot cannot answer so much in its 100 seconds.
        case tooMuch
        /// Everything else that no other attempt can change.
        case rejected
    }

    var kind: Kind
    var status: Int
    var body: APIErrorBody
    /// Set for 401: how a person knows the token.
    var tokenName = "the HubSpot token"

    /// Whether fewer inputs, or a smaller page, may be answered.
    var asksForLess: Bool { kind == .tooMuch || meansTooManyInputs }

    /// Whether the request line was too long for HubSpot's edge.
    var meansLongURL: Bool { status == 414 }

    /// Whether HubSpot refuses the number of inputs of a batch, a limit that it has changed before.
    private var meansTooManyInputs: Bool {
        guard status == 400 || status == 413 else { return false }
        let message = (body.message ?? "").lowercased()
        let isAboutInputs = ["input", "batch", "ids", "size"].contains { message.contains($0) }
        return status == 413
            || isAboutInputs && ["too many", "max", "limit", "exceed", "at most"].contains { message.contains($0) }
    }

    /// The refusal as the failure of what was being done.
    func failure(_ purpose: String) -> Failure {
        let scopes = body.requiredScopes.joined(separator: ", ")
        switch kind {
        case .token:
            return Failure(
                .authorization, purpose, why: "HubSpot does not accept \(tokenName) (\(words))",
                remedy:
                    "Create a new service key in HubSpot (Development > Keys > Service keys) and set it as \(tokenName)."
            )
        case .forbidden:
            var failure = Failure(.authorization, purpose, why: words)
            failure.missingPermissions = body.requiredScopes
            failure.remedy =
                scopes.isEmpty
                ? "Check that the account's subscription has this and that the token's scopes allow it."
                : "Add the scope \(scopes) to the service key or app in HubSpot."
            return failure
        case .absent: return Failure(.notFound, purpose, why: words)
        case .tooMuch:
            return Failure(
                .transient, purpose, why: "\(words): HubSpot does not answer in time, however little is asked for",
                remedy: "Run again later.")
        case .rejected:
            if status == 404 {
                return Failure(
                    .configuration, purpose, why: "\(words), and the answer is not HubSpot's",
                    remedy: "Check the API's base URL and version.")
            }
            return Failure(
                .internal, purpose, why: words,
                remedy: "Please report this with the correlation id: hublake asked in a way that HubSpot does not take."
            )
        }
    }

    /// "status 400 VALIDATION_ERROR: message (correlation id …)".
    var words: String {
        var text = "status \(status)"
        if let category = body.category { text += " \(category)" }
        if let message = body.message { text += ": \(message)" }
        if let correlationID = body.correlationID { text += " (correlation id \(correlationID))" }
        return text
    }
}

/// What became of a call.
enum CallAnswer<Value: Sendable>: Sendable {
    case value(Value)
    case refused(Refusal)

    /// The value; throws a refusal as the failure of `purpose`.
    func value(orFailureOf purpose: String) throws -> Value {
        switch self {
        case .value(let value): return value
        case .refused(let refusal): throw refusal.failure(purpose)
        }
    }
}
