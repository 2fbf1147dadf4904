import NIOCore
import NIOPosix
import Synchronization

/// A server on a real socket that answers with scripted bytes: for what a scripted transport cannot show, such as answers
/// that break off, resets, silence, and the exact bytes of a request.
public struct WirePeer: Sendable {
    /// What the peer does once a whole request has arrived. After the last step the connection stays open and silent.
    public enum Step: Sendable {
        /// Sends these bytes as they are.
        case send([UInt8])
        /// Ends the connection in order.
        case close
        /// Ends the connection with a TCP reset.
        case reset

        /// Sends text, in which each `\n` becomes the line end of HTTP.
        public static func lines(_ text: String) -> Step {
            .send(Array(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8))
        }

        /// Sends a complete answer; `headers` are whole lines.
        public static func answer(_ status: Int, _ body: String, headers: String = "") -> Step {
            .lines("HTTP/1.1 \(status) Scripted\nContent-Length: \(body.utf8.count)\n\(headers)\n\(body)")
        }
    }

    /// The port, chosen by the system.
    public let port: Int
    private let script: WireScript

    /// `http://127.0.0.1:port`.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// All requests so far, head and body as text.
    public var requests: [String] { script.requests.map { String(decoding: $0, as: UTF8.self) } }

    /// Runs `body` with a peer that answers the n-th request with the n-th steps, and stops it afterwards. Requests beyond the
    /// script find their connection closed.
    public static func run<Result>(
        _ steps: [[Step]], _ body: (WirePeer) async throws -> Result
    ) async throws -> Result {
        let script = WireScript(steps)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WirePeerHandler(script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(WirePeer(port: channel.localAddress?.port ?? 0, script: script))
            try await channel.close()
            return result
        } catch {
            try? await channel.close()
            throw error
        }
    }
}

/// What is left to answer, and what was asked; shared by all connections.
private final class WireScript: Sendable {
    private struct State {
        var steps: [[WirePeer.Step]]
        var requests: [[UInt8]] = []
    }

    private let state: Mutex<State>

    init(_ steps: [[WirePeer.Step]]) { state = Mutex(State(steps: steps)) }

    var requests: [[UInt8]] { state.withLock { $0.requests } }

    func answer(_ request: [UInt8]) -> [WirePeer.Step] {
        state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? [.close] : state.steps.removeFirst()
        }
    }
}

/// Collects requests of one connection and plays the steps.
private final class WirePeerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: WireScript
    private var received: [UInt8] = []

    init(_ script: WireScript) { self.script = script }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytesView
        while let length = requestLength() {
            let request = Array(received[..<length])
            received.removeFirst(length)
            for step in script.answer(request) { play(step, context) }
        }
    }

    private func play(_ step: WirePeer.Step, _ context: ChannelHandlerContext) {
        switch step {
        case .send(let bytes):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        case .close:
            context.close(promise: nil)
        case .reset:
            // A socket that lingers for no time drops what it has and resets.
            let linger = linger(l_onoff: 1, l_linger: 0)
            let channel = context.channel
            (channel as? any SocketOptionProvider)?.setSoLinger(linger).whenComplete { _ in channel.close(promise: nil)
            }
        }
    }

    /// The bytes of the first whole request, or nil while it is incomplete.
    private func requestLength() -> Int? {
        // No HTTP, but a TLS client's greeting: all that came is the request.
        if let first = received.first, first < UInt8(ascii: "A") { return received.count }
        guard let end = received.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound else { return nil }
        let head = String(decoding: received[..<end], as: UTF8.self).lowercased()
        let field = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let body = field.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        return received.count >= end + body ? end + body : nil
    }
}
