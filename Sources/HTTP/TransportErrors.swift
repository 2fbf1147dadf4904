import AsyncHTTPClient
import Foundation
import Foundations
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What the errors of NIO and AsyncHTTPClient mean to the person who runs hublake. Never shows a URL's query.
struct TransportErrors {
    /// The answer was larger than the transport's limit.
    struct BodyTooLarge: Error { var limit: Int }

    private let what: String
    private let authority: String

    init(request: HTTPRequest) {
        // Neither the query (a signature may stand there) nor a user's name and password.
        authority = HTTPOrigin(url: request.url)?.authority ?? "?"
        let path = request.url.firstRange(of: "://").map { mark in
            request.url[mark.upperBound...].drop { !"/?#".contains($0) }.prefix { !"?#".contains($0) }
        }
        what = "cannot \(request.method) \(authority)\(Redaction.redact(String(path ?? "")))"
    }

    func configuration(_ why: String, remedy: String) -> Failure {
        Failure(.configuration, what, why: why, remedy: remedy)
    }

    func transient(
        _ why: String, remedy: String = "It may pass; else check the network and the server, then try again."
    ) -> Failure {
        Failure(.transient, what, why: why, remedy: remedy)
    }

    func failure(_ error: any Error) -> any Error {
        switch error {
        case is CancellationError, is Failure: error
        case let error as BodyTooLarge:
            Failure(.invalidData, what, why: "the answer is larger than \(error.limit) bytes")
        case let error as NIOConnectionError: connection(error)
        case let error as HTTPClientError: client(error)
        case let error as NIOSSLError: tls(String(describing: error))
        case let error as NIOSSLExtraError: tls(String(describing: error))
        case let error as BoringSSLError: tls(String(describing: error))
        case let error as IOError: io(error)
        case let error as ChannelError: channel(error)
        case let error as HTTPParserError: parser(error)
        default: transient(String(describing: error))
        }
    }

    private func connection(_ error: NIOConnectionError) -> Failure {
        if let refusal = error.connectionErrors.first {
            let inner = failure(refusal.error) as? Failure
            return transient(
                "cannot connect to \(error.host):\(error.port): \(inner?.why ?? String(describing: refusal.error))",
                remedy: "Check that the server runs and that no firewall or proxy stands between.")
        }
        let cause = (error.dnsAError ?? error.dnsAAAAError).map { " (\($0))" } ?? ""
        return transient(
            "the name \(error.host) cannot be resolved\(cause)", remedy: "Check the host's name and this machine's DNS."
        )
    }

    private func client(_ error: HTTPClientError) -> Failure {
        switch error {
        case .remoteConnectionClosed, .uncleanShutdown:
            transient("the peer closed the connection before the answer was complete")
        case .connectTimeout: transient("no connection in time")
        case .tlsHandshakeTimeout: transient("no TLS handshake in time")
        case .readTimeout: transient("the peer was silent for too long")
        case .writeTimeout: transient("the peer took no more bytes for too long")
        case .deadlineExceeded, .getConnectionFromPoolTimeout: transient("no complete answer in time")
        case .httpProxyHandshakeTimeout: transient("the proxy did not answer in time")
        case .invalidProxyResponse:
            transient("the proxy refused the connection", remedy: "Check HTTPS_PROXY and the proxy's rules.")
        case .proxyAuthenticationRequired:
            configuration(
                "the proxy wants a user name and a password",
                remedy: "Set HTTPS_PROXY to http://user:password@host:port.")
        case .alreadyShutdown:
            Failure(.internal, what, why: "the transport is shut down")
        case .invalidURL, .emptyHost, .emptyScheme:
            configuration(error.shortDescription, remedy: "Correct the endpoint's URL.")
        default: transient(error.shortDescription)
        }
    }

    private func tls(_ words: String) -> Failure {
        let upper = words.uppercased()
        guard upper.contains("CERTIFICATE") || upper.contains("HOSTNAME") else {
            return transient("the TLS connection failed: \(words)")
        }
        return configuration(
            "the certificate of \(authority) is not trusted: \(words)",
            remedy: "If a proxy or a private server issues its own certificates, name its CA file in the settings.")
    }

    private func io(_ error: IOError) -> Failure {
        switch error.errnoCode {
        case ECONNREFUSED: transient("connection refused")
        case ECONNRESET, EPIPE: transient("the connection was reset")
        default: transient(error.description)
        }
    }

    private func channel(_ error: ChannelError) -> Failure {
        switch error {
        case .connectTimeout: transient("no connection in time")
        case .eof, .inputClosed, .ioOnClosedChannel, .alreadyClosed:
            transient("the peer closed the connection before the answer was complete")
        default: transient(String(describing: error))
        }
    }

    private func parser(_ error: HTTPParserError) -> Failure {
        error == .invalidEOFState
            ? transient("the peer closed the connection before the answer was complete")
            : transient("the answer is not HTTP: \(error)")
    }
}
