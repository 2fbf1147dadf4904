public import Foundations

/// Which requests go through a proxy, by the environment variables that other tools obey too.
///
/// `HTTPS_PROXY` and `HTTP_PROXY` name a proxy for URLs of that scheme, `NO_PROXY` lists hosts to reach directly; each may be in
/// lower case, which then wins. Loopback addresses are always reached directly.
public struct ProxySettings: Sendable, Hashable {
    /// The proxy for `https` URLs.
    public var https: Proxy?
    /// The proxy for `http` URLs.
    public var http: Proxy?
    private var exceptions: [Exception] = []

    /// Everything is reached directly.
    public static let none = ProxySettings()

    private init() {}

    /// Reads the variables; throws `Failure(.configuration)` for a proxy that is not an `http://` URL.
    public init(environment: [String: String]) throws(Failure) {
        func variable(_ name: String) -> String? {
            let value = environment[name.lowercased()] ?? environment[name]
            return value?.isEmpty == true ? nil : value
        }
        if let url = variable("HTTPS_PROXY") { https = try Proxy(url: url, variable: "HTTPS_PROXY") }
        if let url = variable("HTTP_PROXY") { http = try Proxy(url: url, variable: "HTTP_PROXY") }
        exceptions = (variable("NO_PROXY") ?? "").split(whereSeparator: { $0 == "," || $0 == " " })
            .compactMap { Exception($0.lowercased()) }
    }

    /// The proxy that a request to `origin` goes through; nil to reach it directly.
    public func proxy(for origin: HTTPOrigin) -> Proxy? {
        guard !Self.isLoopback(origin.host), !exceptions.contains(where: { $0.covers(origin) }) else { return nil }
        return origin.scheme == "https" ? https : http
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }
}

extension ProxySettings {
    /// One proxy.
    public struct Proxy: Sendable, Hashable {
        /// Its host.
        public var host: String
        /// Its port.
        public var port: Int
        /// `user:password`, decoded; never shown.
        var credentials: Credentials?

        struct Credentials: Hashable, Sendable {
            var user: String
            var password: String
        }

        init(url: String, variable: String) throws(Failure) {
            // `proxy.example.com:3128` without a scheme is common, and every tool takes it for http.
            guard let origin = HTTPOrigin(url: url.contains("://") ? url : "http://" + url), origin.scheme == "http"
            else {
                throw Failure(
                    .configuration, "cannot use the proxy in \(variable)", why: "it is not an http:// URL",
                    remedy: "Set \(variable) to http://host:port, or unset it.")
            }
            host = origin.host
            port = origin.port
            guard let info = origin.userInfo else { return }
            let parts = info.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            credentials = Credentials(
                user: PercentEncoding.decode(parts[0]),
                password: parts.count > 1 ? PercentEncoding.decode(parts[1]) : "")
        }
    }

    /// One entry of `NO_PROXY`.
    private struct Exception: Hashable, Sendable {
        var name: String
        var port: Int?

        /// `*`, `host`, `.suffix`, `*.suffix`, each with an optional `:port`; nil for what cannot match.
        init?(_ entry: String) {
            // A bare IPv6 address has colons that begin no port.
            let isBareIPv6 = !entry.hasPrefix("[") && entry.count { $0 == ":" } > 1
            guard let (host, port) = isBareIPv6 ? (entry[...], nil) : HTTPOrigin.splitPort(entry[...]) else {
                return nil
            }
            name = String(host.hasPrefix("*.") ? host.dropFirst(2) : host.hasPrefix(".") ? host.dropFirst() : host)
            self.port = port
            guard !name.isEmpty else { return nil }
        }

        /// A name covers its sub-domains too, with or without a dot in front, as curl has it.
        func covers(_ origin: HTTPOrigin) -> Bool {
            guard port == nil || port == origin.port else { return false }
            return name == "*" || origin.host == name || origin.host.hasSuffix("." + name)
        }
    }
}
