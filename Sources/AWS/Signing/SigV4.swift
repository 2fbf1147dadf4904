public import Foundations
public import HTTP

/// AWS Signature Version 4: turns a request and a time into the headers, or the query, that prove who sent it. Pure.
///
/// Follows AWS's "Signature Version 4 signing process"; checked with the vectors of aws-c-auth.
public struct SigV4: Sendable {
    /// The region that the endpoint belongs to.
    public var region: String
    /// The service's signing name: `s3`, `sts`.
    public var service: String
    /// How the path enters the signature.
    public var path: CanonicalPath

    private let keys = SigningKeyCache()

    /// A signer for one endpoint.
    public init(region: String, service: String, path: CanonicalPath) {
        self.region = region
        self.service = service
        self.path = path
    }

    /// What the signature says about the body.
    public enum Payload: Sendable, Hashable {
        /// The SHA-256 of the request's body.
        case signed
        /// Nothing: TLS alone protects the body.
        case unsigned

        fileprivate func hash(of body: [UInt8]) -> String {
            switch self {
            case .signed: Hashing.sha256Hex(body)
            case .unsigned: "UNSIGNED-PAYLOAD"
            }
        }
    }

    /// Whether, and when, the session token of temporary keys joins the request.
    public enum TokenPlacement: Sendable, Hashable {
        /// As a signed header or parameter; what every service of today wants.
        case signed
        /// Added after signing; a few old services want it.
        case unsigned
    }

    /// `request` with `Host`, `X-Amz-Date`, and `Authorization` headers, and the others that the options ask for.
    ///
    /// Signs `host`, `content-type`, `content-md5`, `range` and every `x-amz-*` header (AWS refuses an unsigned one), and all others
    /// except those that proxies and clients change.
    ///
    /// - Parameters:
    ///   - request: what to sign; its URL is percent-encoded for the wire, and stays as it is.
    ///   - credentials: who signs.
    ///   - time: now, by the peer's clock.
    ///   - payload: what to say about the body.
    ///   - sendsPayloadHash: whether to add `x-amz-content-sha256`, as S3 demands.
    ///   - token: how a session token is added.
    public func sign(
        _ request: HTTPRequest, as credentials: AWSCredentials, at time: Timestamp, payload: Payload = .signed,
        sendsPayloadHash: Bool = true, token: TokenPlacement = .signed
    ) -> HTTPRequest {
        let date = time.iso8601Basic
        let payloadHash = payload.hash(of: request.body)
        var signed = request
        signed.setHeader("Host", request.hostHeader)
        signed.setHeader("X-Amz-Date", date)
        if sendsPayloadHash { signed.setHeader("x-amz-content-sha256", payloadHash) }
        if token == .signed, let sessionToken = credentials.sessionToken {
            signed.setHeader("X-Amz-Security-Token", sessionToken)
        }
        let (path, query) = request.pathAndQuery
        let canonical = CanonicalRequest(
            method: request.method, path: self.path.canonical(path), query: QueryItem.decode(query),
            headers: signed.headers.filter { !Self.neverSigned.contains($0.name.lowercased()) },
            payloadHash: payloadHash)
        let scope = SigningScope(day: String(date.prefix(8)), region: region, service: service)
        let signature = sign(canonical, date: date, scope: scope, credentials)
        signed.setHeader(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope.text), "
                + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)")
        if token == .unsigned, let sessionToken = credentials.sessionToken {
            signed.setHeader("X-Amz-Security-Token", sessionToken)
        }
        return signed
    }

    /// `request` with the signature in its query, so that whoever has the URL can send it until it expires.
    ///
    /// - Parameters:
    ///   - request: what to sign, with the headers that the sender must send too.
    ///   - credentials: who signs.
    ///   - time: now, by the peer's clock.
    ///   - expiresIn: seconds until the URL is worthless, 1 to 604,800.
    ///   - payload: what to say about the body; S3 wants ``Payload/unsigned`` here.
    ///   - token: how a session token is added.
    public func presign(
        _ request: HTTPRequest, as credentials: AWSCredentials, at time: Timestamp, expiresIn: Int,
        payload: Payload = .unsigned, token: TokenPlacement = .signed
    ) -> HTTPRequest {
        let date = time.iso8601Basic
        let scope = SigningScope(day: String(date.prefix(8)), region: region, service: service)
        let (path, query) = request.pathAndQuery
        var signed = request
        signed.setHeader("Host", request.hostHeader)
        let headers = signed.headers.filter { !Self.neverSigned.contains($0.name.lowercased()) }
        let names = Set(headers.map { $0.name.lowercased() }).sorted()
        var items =
            QueryItem.decode(query) + [
                QueryItem("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
                QueryItem("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope.text)"),
                QueryItem("X-Amz-Date", date), QueryItem("X-Amz-Expires", String(expiresIn)),
                QueryItem("X-Amz-SignedHeaders", names.joined(separator: ";")),
            ]
        let tokenItem = credentials.sessionToken.map { QueryItem("X-Amz-Security-Token", $0) }
        if token == .signed, let tokenItem { items.append(tokenItem) }
        let canonical = CanonicalRequest(
            method: request.method, path: self.path.canonical(path), query: items, headers: headers,
            payloadHash: payload.hash(of: request.body))
        if token == .unsigned, let tokenItem { items.append(tokenItem) }
        items.append(QueryItem("X-Amz-Signature", sign(canonical, date: date, scope: scope, credentials)))
        signed.url = "\(request.url.prefix { $0 != "?" })?\(QueryItem.encode(items))"
        return signed
    }

    /// The headers that a client or a proxy may add, change or drop after signing.
    private static let neverSigned: Set<String> = [
        "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
        "accept-encoding",
    ]

    private func sign(
        _ canonical: CanonicalRequest, date: String, scope: SigningScope, _ credentials: AWSCredentials
    ) -> String {
        let text = ["AWS4-HMAC-SHA256", date, scope.text, Hashing.sha256Hex(canonical.text.utf8)].joined(
            separator: "\n")
        return Hashing.hex(Hashing.hmac(text, key: keys.key(secret: credentials.secretAccessKey, scope: scope)))
    }
}

extension HTTPRequest {
    /// The path, `/` for none, and the query without its `?`, both as they stand in the URL.
    var pathAndQuery: (path: String, query: String) {
        let afterScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let target = afterScheme.drop { $0 != "/" && $0 != "?" }
        let path = target.prefix { $0 != "?" }
        return (path.isEmpty ? "/" : String(path), String(target.dropFirst(path.count + 1)))
    }

    /// What the `Host` header will be: the caller's own, or the URL's authority.
    var hostHeader: String {
        headers.first { $0.name.lowercased() == "host" }?.value ?? HTTPOrigin(url: url)?.authority ?? ""
    }

    /// Sets the header `name`, replacing what it was.
    mutating func setHeader(_ name: String, _ value: String) {
        headers.removeAll { $0.name.lowercased() == name.lowercased() }
        headers.append(HTTPHeader(name, value))
    }
}
