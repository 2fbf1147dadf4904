import AsyncHTTPClient
public import Foundations
public import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL

/// The network: an ``HTTPTransport`` over AsyncHTTPClient that speaks HTTP/1.1, follows no redirect and retries nothing.
///
/// One client a process is enough. Call ``shutdown()`` before letting go of it.
public final class AsyncHTTPClientTransport: HTTPTransport {
    private let settings: TransportSettings
    private let proxies: ProxySettings
    private let logger: Logger?
    private let direct: HTTPClient
    /// AsyncHTTPClient binds a proxy to a client, so each proxy has one.
    private let proxied: [ProxySettings.Proxy: HTTPClient]

    /// A transport on the process's shared event loops.
    ///
    /// Throws `Failure(.configuration)` when the certificate file cannot be used.
    public init(
        _ settings: TransportSettings = .init(), proxies: ProxySettings = .none, logger: Logger? = nil
    ) throws(Failure) {
        self.settings = settings
        self.proxies = proxies
        self.logger = logger
        let configuration = try HTTPClient.Configuration(settings)
        direct = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        proxied = Dictionary(
            Set([proxies.https, proxies.http].compactMap(\.self)).map { proxy in
                var configuration = configuration
                configuration.proxy = HTTPClient.Configuration.Proxy(proxy)
                return (proxy, HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Closes all connections; requests under way fail. Nothing may be sent afterwards.
    public func shutdown() async throws {
        for client in [direct] + proxied.values { try await client.shutdown() }
    }

    /// Sends `request` and collects the answer.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let cause = TransportErrors(request: request)
        guard let origin = HTTPOrigin(url: request.url) else {
            throw cause.configuration(
                "the URL is not an absolute http or https URL", remedy: "Correct the endpoint's URL.")
        }
        let client = proxies.proxy(for: origin).flatMap { proxied[$0] } ?? direct
        let start = ContinuousClock.now
        do {
            let response = try await withDeadline { try await self.exchange(request, over: client) }
            logger?.debug(
                "http exchange",
                metadata: [
                    "http_method": "\(request.method)", "http_host": "\(origin.host)",
                    "http_status": "\(response.status)", "bytes": "\(response.body.count)",
                    "duration_ms": "\(Int((ContinuousClock.now - start).inSeconds * 1000))",
                ])
            return response
        } catch {
            // Our own task's cancellation shows as various errors of the client; it must stay what it is.
            try Task.checkCancellation()
            throw cause.failure(error)
        }
    }

    private func exchange(_ request: HTTPRequest, over client: HTTPClient) async throws -> HTTPResponse {
        var wire = HTTPClientRequest(url: request.url)
        wire.method = HTTPMethod(rawValue: request.method)
        for header in request.headers { wire.headers.add(name: header.name, value: header.value) }
        if !wire.headers.contains(name: "User-Agent") {
            wire.headers.add(name: "User-Agent", value: settings.userAgent)
        }
        if settings.acceptsGzip && !wire.headers.contains(name: "Accept-Encoding") {
            wire.headers.add(name: "Accept-Encoding", value: "gzip")
        }
        // A PUT without bytes still needs its `Content-Length: 0`, which an absent body leaves out.
        if !request.body.isEmpty || request.method == "PUT" || request.method == "POST" {
            wire.body = .bytes(ByteBuffer(bytes: request.body))
        }
        let response = try await client.execute(wire, timeout: TimeAmount(settings.deadline))
        var body: [UInt8] = []
        let limit = settings.maximumBodyByteCount
        for try await part in response.body {
            guard body.count + part.readableBytes <= limit else { throw TransportErrors.BodyTooLarge(limit: limit) }
            body.append(contentsOf: part.readableBytesView)
        }
        return HTTPResponse(
            status: Int(response.status.code), headers: response.headers.map { HTTPHeader($0.name, $0.value) },
            body: body)
    }

    /// AsyncHTTPClient's own deadline ends with the answer's head; this one covers its body too.
    private func withDeadline(
        _ work: @escaping @Sendable () async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        let deadline = settings.deadline
        return try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
            defer { group.cancelAll() }
            group.addTask(operation: work)
            group.addTask {
                try await SystemWallClock().sleep(for: deadline)
                throw HTTPClientError.deadlineExceeded
            }
            guard let response = try await group.next() else { throw CancellationError() }
            return response
        }
    }
}

extension HTTPClient.Configuration {
    fileprivate init(_ settings: TransportSettings) throws(Failure) {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let file = settings.certificateAuthorityFile {
            do {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
            } catch {
                throw Failure(
                    .configuration, "cannot use the certificate file \(file)", why: String(describing: error),
                    remedy: "Name a readable PEM file that holds the certificate authorities to trust.")
            }
        }
        self.init(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: Timeout(
                connect: TimeAmount(settings.connectTimeout), read: TimeAmount(settings.readTimeout),
                write: TimeAmount(settings.readTimeout)),
            decompression: settings.acceptsGzip ? .enabled(limit: .ratio(settings.maximumInflation)) : .disabled)
        httpVersion = .http1Only
        connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = settings.connectionsPerHost
        // Otherwise a refused connection is tried again and again until the timeout, and its cause is lost.
        connectionPool.retryConnectionEstablishment = false
    }
}

extension HTTPClient.Configuration.Proxy {
    fileprivate init(_ proxy: ProxySettings.Proxy) {
        let authorization = proxy.credentials.map {
            HTTPClient.Authorization.basic(username: $0.user, password: $0.password)
        }
        self = .server(host: proxy.host, port: proxy.port, authorization: authorization)
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) { self = .milliseconds(Int64(duration.inSeconds * 1000)) }
}
