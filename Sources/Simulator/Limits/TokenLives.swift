/// The accepted tokens, and how many calls each has left before it expires.
struct TokenLives: Sendable {
    private let life: Int
    private var callsLeft: [String: Int]
    private var issued = 0

    /// What the OAuth token call takes.
    static let refreshToken = "na1-simulator-refresh-0000"

    /// `life` is the calls that a token serves; 0 for all.
    init(_ tokens: [String], life: Int) {
        self.life = life
        callsLeft = Dictionary(tokens.map { ($0, life) }, uniquingKeysWith: { first, _ in first })
    }

    /// Counts a call of the token; the 401 that answers it, or nil.
    mutating func refusal(of token: String) -> APIError? {
        guard let left = callsLeft[token] else { return .unauthenticated }
        guard life > 0 else { return nil }
        guard left > 0 else { return .expired }
        callsLeft[token] = left - 1
        return nil
    }

    /// Makes an expired token good again; others stay as they are.
    mutating func renew(_ token: String) {
        if callsLeft[token] != nil { callsLeft[token] = life }
    }

    /// The answer of OAuth's token call: another access token, or RFC 6749's refusal with HubSpot's additions.
    mutating func renewal(form: [String: String], portalID: Int64) -> Answer {
        guard form["grant_type"] == "refresh_token", form["refresh_token"] == Self.refreshToken else {
            return .json(
                .fields([
                    "error": "invalid_grant", "error_description": "missing or invalid refresh token",
                    "status": "BAD_REFRESH_TOKEN", "message": "missing or invalid refresh token",
                ]), status: 400)
        }
        issued += 1
        let token = "simulator-access-\(issued)"
        callsLeft[token] = life
        return .json(
            .fields([
                "access_token": .string(token), "refresh_token": .string(Self.refreshToken), "expires_in": 1_800,
                "token_type": "bearer", "token_use": "access_token", "hub_id": .integer(portalID), "user_id": 77,
                "scopes": .strings(["oauth"]),
            ]))
    }
}
