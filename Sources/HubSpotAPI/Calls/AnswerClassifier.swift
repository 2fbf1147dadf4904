import Foundations
import HTTP

/// What an answer of HubSpot means for the call that it answers.
enum AnswerVerdict: Sendable, Hashable {
    /// The body should be what was asked for.
    case success
    /// Worth another attempt; HubSpot may have asked for a wait.
    case retry(RetryCause, asked: Duration?)
    /// The account lives in another region.
    case switchHost(hublet: String)
    /// The token is bad or has expired.
    case tokenRefused(APIErrorBody)
    /// The token may not do this.
    case forbidden(APIErrorBody)
    /// The named thing does not exist, in HubSpot's own words.
    case absent(APIErrorBody)
    /// No other attempt will be answered differently.
    case rejected(APIErrorBody)
}

/// Why a call is tried again.
enum RetryCause: Sendable, Hashable {
    /// 429 about a limit that passes in seconds.
    case rateLimited
    /// 429 about the day's calls.
    case dailyLimit
    /// 423.
    case locked
    /// 477.
    case accountMove
    /// 5xx.
    case serverError(Int)
    /// A page or a fragment instead of JSON.
    case damagedAnswer
    /// No complete answer.
    case network
}

/// Decides by status first, and refines by headers and body; HubSpot does not enumerate its categories.
///
/// Source: the statuses and wordings are those of HubSpot's "Error handling" and of reports by other clients.
enum AnswerClassifier {
    /// The verdict on an answer that came at `now`.
    static func classify(_ answer: HTTPResponse, at now: Timestamp) -> AnswerVerdict {
        let asked = RetryAfter.duration(answer, at: now)
        switch answer.status {
        case 200..<300: return isPage(answer) ? .retry(.damagedAnswer, asked: asked) : .success
        case 401: return .tokenRefused(APIErrorBody(answer.body))
        case 403: return .forbidden(APIErrorBody(answer.body))
        case 404:
            let body = APIErrorBody(answer.body)
            return body.isHubSpot ? .absent(body) : .rejected(body)
        case 408: return .retry(.network, asked: asked)
        case 423: return .retry(.locked, asked: max(asked ?? .zero, .seconds(2)))
        case 429: return rateLimited(APIErrorBody(answer.body), asked: asked ?? RateLimitStatement.wait(answer))
        case 477: return .retry(.accountMove, asked: asked ?? .seconds(60))
        case 488:
            let body = APIErrorBody(answer.body)
            return body.correctHublet.map { .switchHost(hublet: $0) } ?? .rejected(body)
        case 500...: return .retry(.serverError(answer.status), asked: asked)
        default: return .rejected(APIErrorBody(answer.body))
        }
    }

    private static func rateLimited(_ body: APIErrorBody, asked: Duration?) -> AnswerVerdict {
        let policy = body.policyName?.uppercased() ?? ""
        if policy == "DAILY" { return .retry(.dailyLimit, asked: asked) }
        // Retry-After is not documented here, and reports differ.
        return .retry(.rateLimited, asked: asked ?? (policy == "SECONDLY" ? .seconds(1) : nil))
    }

    /// Whether the answer is an HTML page of some proxy, whatever its status says.
    private static func isPage(_ answer: HTTPResponse) -> Bool {
        answer.header("Content-Type")?.lowercased().hasPrefix("text/html") ?? false
    }
}
