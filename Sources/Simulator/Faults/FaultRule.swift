/// Trouble that a test orders: which calls, how many of them, and what happens instead of the answer.
public struct FaultRule: Codable, Sendable, Equatable {
    /// A part of the request target (path and query); empty matches all.
    public var path: String
    /// Only calls of that method, if given.
    public var method: String?
    /// How many calls it strikes.
    public var times: Int
    /// How many matching calls pass first.
    public var after: Int
    /// What happens.
    public var kind: Kind
    /// The policy that a 429 names.
    public var policyName: String?
    /// `Retry-After` in seconds, where the kind is a status.
    public var retryAfter: Int?
    /// How long `delay` waits.
    public var milliseconds: Int?

    /// What happens instead of, or to, the answer.
    public enum Kind: String, Codable, Sendable {
        /// 401 in HubSpot's shape.
        case unauthorized = "401"
        /// 403 of the MISSING_SCOPES kind.
        case forbidden = "403"
        /// 429 in HubSpot's shape.
        case rateLimited = "429"
        /// 500 in HubSpot's shape.
        case internalError = "500"
        /// 502 as a web server's HTML page.
        case badGateway = "502-html"
        /// 503 in HubSpot's shape.
        case unavailable = "503"
        /// 200 that says JSON and is none.
        case notJSON = "not-json"
        /// 200 with an HTML page.
        case html = "html-200"
        /// The real answer's head, half of its body, then the end of the connection.
        case cutBody = "cut-body"
        /// A connection reset before any answer.
        case reset
        /// The real answer, late.
        case delay
        /// The real answer, with values of the first record that do not fit their types.
        case badValue = "bad-value"
    }

    /// A rule; see the properties.
    public init(
        path: String, method: String? = nil, times: Int = 1, after: Int = 0, kind: Kind, policyName: String? = nil,
        retryAfter: Int? = nil, milliseconds: Int? = nil
    ) {
        self.path = path
        self.method = method
        self.times = times
        self.after = after
        self.kind = kind
        self.policyName = policyName
        self.retryAfter = retryAfter
        self.milliseconds = milliseconds
    }

    /// Reads a rule; `times` is 1, `after` 0 and `path` empty where they are not given.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try container.decodeIfPresent(String.self, forKey: .path) ?? ""
        method = try container.decodeIfPresent(String.self, forKey: .method)
        times = try container.decodeIfPresent(Int.self, forKey: .times) ?? 1
        after = try container.decodeIfPresent(Int.self, forKey: .after) ?? 0
        kind = try container.decode(Kind.self, forKey: .kind)
        policyName = try container.decodeIfPresent(String.self, forKey: .policyName)
        retryAfter = try container.decodeIfPresent(Int.self, forKey: .retryAfter)
        milliseconds = try container.decodeIfPresent(Int.self, forKey: .milliseconds)
    }
}
