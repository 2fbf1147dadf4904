import Foundations
public import HTTP
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An AWS on a real socket of loopback, for what no emulator answers as AWS does: see ``PeerCloud``.
///
/// Written from AWS's documentation and without any of the client's code, signatures included.
public struct AWSPeer: Sendable {
    /// The accounts, roles and buckets behind the socket.
    public let cloud: PeerCloud
    /// The port, chosen by the system.
    public let port: Int

    /// `http://127.0.0.1:port`: the endpoint for a client that is told to talk to another server than AWS.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Runs `body` beside a server of `cloud`, and stops it afterwards.
    public static func run<Result>(
        _ cloud: PeerCloud, _ body: (AWSPeer) async throws -> Result
    ) async throws -> Result {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(PeerConnection(cloud))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(AWSPeer(cloud: cloud, port: channel.localAddress?.port ?? 0))
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }

    /// Runs `body` with a server and a transport for which the server is all of AWS: the client builds and signs URLs of
    /// `amazonaws.com`, the bytes go over a real connection to the peer, and the peer sees the host that was meant.
    public static func run<Result>(
        _ cloud: PeerCloud, _ body: (AWSPeer, any HTTPTransport) async throws -> Result
    ) async throws -> Result {
        try await run(cloud) { peer in
            var settings = TransportSettings()
            settings.connectTimeout = .seconds(60)
            settings.readTimeout = .seconds(60)
            let wire = try AsyncHTTPClientTransport(settings)
            do {
                let result = try await body(peer, AllOfAWS(peer: peer, wire: wire))
                try await wire.shutdown()
                return result
            } catch {
                try? await wire.shutdown()
                throw error
            }
        }
    }
}

/// Sends what is meant for AWS to a peer instead.
private struct AllOfAWS: HTTPTransport {
    let peer: AWSPeer
    let wire: any HTTPTransport

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard let origin = HTTPOrigin(url: request.url), origin.host != "127.0.0.1" else {
            return try await wire.send(request)
        }
        guard origin.scheme == "https", let mark = request.url.firstRange(of: "://") else {
            throw Failure(.internal, "cannot reach \(origin.host)", why: "the client would speak to AWS in plain text")
        }
        var routed = request
        let target = request.url[mark.upperBound...].drop { $0 != "/" && $0 != "?" }
        routed.url = peer.url + (target.hasPrefix("/") ? "" : "/") + target
        if !request.headers.contains(where: { $0.name.lowercased() == "host" }) {
            routed.headers.append(HTTPHeader("Host", origin.authority))
        }
        return try await wire.send(routed)
    }
}

/// Collects the requests of one connection and writes the cloud's answers.
private final class PeerConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let cloud: PeerCloud
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ cloud: PeerCloud) { self.cloud = cloud }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer): body += buffer.readableBytesView
        case .end:
            guard let head else { return }
            let (path, query) = Self.split(head.uri)
            let request = PeerRequest(
                method: head.method.rawValue, path: path, query: query,
                headers: head.headers.map { PeerRequest.Header(name: $0.name.lowercased(), value: $0.value) },
                body: body)
            write(cloud.answer(request), toHEAD: head.method == .HEAD, context)
        }
    }

    private static func split(_ uri: String) -> (path: String, query: String) {
        let path = uri.prefix { $0 != "?" }
        return (String(path), String(uri.dropFirst(path.count + 1)))
    }

    private func write(_ answer: PeerAnswer, toHEAD: Bool, _ context: ChannelHandlerContext) {
        if answer.delivery == .lost {
            // A socket that lingers for no time drops what it has and resets.
            let channel = context.channel
            (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
                .whenComplete { _ in channel.close(promise: nil) }
            return
        }
        var headers = HTTPHeaders(answer.headers.map { ($0.key, $0.value) })
        var blankLines: [UInt8]?
        if case .afterBlankLines(let count) = answer.delivery {
            blankLines = Array(repeating: UInt8(ascii: "\n"), count: count)
            headers.add(name: "Transfer-Encoding", value: "chunked")
        } else if answer.status != 204 && answer.status != 304 && !headers.contains(name: "Content-Length") {
            headers.add(name: "Content-Length", value: String(answer.body.count))
        }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !toHEAD { write(answer, blankLines: blankLines, context) }
        if answer.delivery == .cutShort {
            context.flush()
            context.close(promise: nil)
            return
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func write(_ answer: PeerAnswer, blankLines: [UInt8]?, _ context: ChannelHandlerContext) {
        var body = answer.body[...]
        if let blankLines, answer.body.starts(with: PeerAnswer.declaration.utf8) {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: PeerAnswer.declaration)))), promise: nil)
            for line in blankLines {
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: [line])))), promise: nil)
            }
            body = body.dropFirst(PeerAnswer.declaration.utf8.count)
        }
        if answer.delivery == .cutShort { body = body.prefix(body.count / 2) }
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
    }
}
