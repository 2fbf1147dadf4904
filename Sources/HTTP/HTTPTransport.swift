/// Sends one request and waits for the whole answer. The one seam between hublake and the network.
///
/// Redirects are never followed, no status is an error here, and nothing is retried: that is the callers' knowledge.
/// Throws `Failure` of kind `transient` when no complete answer came (refused, reset, cut off, timed out), `configuration`
/// for a URL, proxy or certificate file that cannot work, and `CancellationError`.
public protocol HTTPTransport: Sendable {
    /// Sends `request`; the answer's body is complete, inflated and no larger than the transport's limit.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
