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
    /// How long `delay` and `524` wait.
    public var milliseconds: Int?
    /// The share of matching calls that it strikes at random; nil for every one that is due.
    public var share: Double?

    /// What happens instead of, or to, the answer.
    public enum Kind: String, Codable, Sendable {
        /// 401 in HubSpot's shape.
        case unauthorized = "401"
        /// 400 in HubSpot's shape.
        case invalid = "400"
        /// 401 that says that the token has expired.
        case expired = "401-expired"
        /// 403 in words that name no category.
        case notInSubscription = "403-plain"
        /// 404 in HubSpot's shape.
        case notFound = "404"
        /// 423: locked by heavy writes.
        case locked = "423"
        /// 477: the account moves between data centres; `Retry-After` says for how long, 3,600 s unless ordered otherwise.
        case moving = "477"
        /// 488: the wrong region, with the right one in the body.
        case wrongRegion = "488"
        /// 403 of the MISSING_SCOPES kind.
        case forbidden = "403"
        /// 429 in HubSpot's shape.
        case rateLimited = "429"
        /// 500 in HubSpot's shape.
        case internalError = "500"
        /// 502 as a web server's HTML page.
        case badGateway = "502-html"
        /// 504 as a web server's HTML page.
        case gatewayTimeout = "504-html"
        /// 521 as the edge's HTML page.
        case edgeDown = "521-html"
        /// 524: the edge's HTML page, after a wait.
        case edgeTimeout = "524"
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
        retryAfter: Int? = nil, milliseconds: Int? = nil, share: Double? = nil
    ) {
        self.path = path
        self.method = method
        self.times = times
        self.after = after
        self.kind = kind
        self.policyName = policyName
        self.retryAfter = retryAfter
        self.milliseconds = milliseconds
        self.share = share
    }

    /// A random fault in the short form `429=0.02`: a kind (`502`, `504`, `521`, `cut` for their full names too) and the share of all calls
    /// that it strikes. Nil when the text is none.
    public init?(random text: some StringProtocol) {
        let parts = String(text).split(separator: "=", maxSplits: 1).map(String.init)
        let names = ["502": "502-html", "504": "504-html", "521": "521-html", "cut": "cut-body"]
        guard parts.count == 2, let share = Double(parts[1]), (0...1).contains(share),
            let kind = Kind(rawValue: names[parts[0]] ?? parts[0])
        else { return nil }
        self.init(path: "", times: .max, kind: kind, share: share)
    }

    /// Reads a rule; `times` is 1 (without end where there is a `share`), `after` 0 and `path` empty where they are not given.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        path = try container.decodeIfPresent(String.self, forKey: .path) ?? ""
        method = try container.decodeIfPresent(String.self, forKey: .method)
        share = try container.decodeIfPresent(Double.self, forKey: .share)
        times = try container.decodeIfPresent(Int.self, forKey: .times) ?? (share == nil ? 1 : .max)
        after = try container.decodeIfPresent(Int.self, forKey: .after) ?? 0
        kind = try container.decode(Kind.self, forKey: .kind)
        policyName = try container.decodeIfPresent(String.self, forKey: .policyName)
        retryAfter = try container.decodeIfPresent(Int.self, forKey: .retryAfter)
        milliseconds = try container.decodeIfPresent(Int.self, forKey: .milliseconds)
    }
}
