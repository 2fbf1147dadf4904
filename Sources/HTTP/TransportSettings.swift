/// What an ``AsyncHTTPClientTransport`` is told once, for all its requests.
public struct TransportSettings: Sendable, Hashable {
    /// Time to set up a connection, TLS included.
    public var connectTimeout: Duration = .seconds(10)
    /// The longest silence of a peer that owes us bytes.
    public var readTimeout: Duration = .seconds(60)
    /// Time for a whole exchange, from the first byte sent to the last received.
    public var deadline: Duration = .seconds(300)
    /// The largest answer, in bytes after inflating.
    public var maximumBodyByteCount = 256 << 20
    /// Whether to ask for gzip; never for stored objects, whose bytes must arrive as they are.
    public var acceptsGzip = false
    /// How many times larger an inflated answer may be than its compressed form.
    public var maximumInflation = 500
    /// Connections held open to one host.
    public var connectionsPerHost = 64
    /// A PEM file of certificate authorities to trust instead of the system's.
    public var certificateAuthorityFile: String?
    /// Sent with each request that has no `User-Agent` of its own.
    public var userAgent = "hublake"

    /// The defaults; see the properties.
    public init() {}
}
