/// The part of a URL that says whom to talk to: scheme, host and port.
public struct HTTPOrigin: Sendable, Hashable {
    /// `http` or `https`.
    public var scheme: String
    /// Host name or address in lower case; an IPv6 address stands without brackets.
    public var host: String
    /// The port; the scheme's own where the URL names none.
    public var port: Int
    /// User name and password as they stand in the URL, percent-encoded; never shown.
    public var userInfo: String?

    /// Reads the origin of an absolute `http` or `https` URL; nil for anything else.
    public init?(url: String) {
        guard let mark = url.firstRange(of: "://") else { return nil }
        let scheme = url[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        self.scheme = scheme
        var authority = url[mark.upperBound...].prefix { !"/?#".contains($0) }
        if let at = authority.lastIndex(of: "@") {
            userInfo = String(authority[..<at])
            authority = authority[authority.index(after: at)...]
        }
        guard let (host, port) = Self.splitPort(authority), !host.isEmpty else { return nil }
        self.host = host.lowercased()
        self.port = port ?? (scheme == "https" ? 443 : 80)
    }

    /// Whether the port is the one that the scheme implies.
    public var hasDefaultPort: Bool { port == (scheme == "https" ? 443 : 80) }

    /// `host` or `host:port` as it stands in a `Host` header.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return hasDefaultPort ? name : "\(name):\(port)"
    }

    /// Splits `host:port`, `[v6]:port` or either without a port; nil when the port is no port.
    static func splitPort(_ authority: Substring) -> (host: Substring, port: Int?)? {
        var host = authority
        var digits: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            digits = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            digits = authority[authority.index(after: colon)...]
        }
        guard let digits, !digits.isEmpty else { return (host, nil) }
        guard let port = UInt16(digits), port > 0 else { return nil }
        return (host, Int(port))
    }
}
