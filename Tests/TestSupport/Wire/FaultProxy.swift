import NIOCore
import NIOPosix

/// A proxy between a client and a server on the loopback that passes every byte on as it came, unless a plan says what goes wrong.
public struct FaultProxy: Sendable {
    /// The port to send requests to.
    public let port: Int

    private let upstream: Int
    private let plan: WireFaultPlan

    private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Runs `body` with a proxy in front of the server at `upstream` on 127.0.0.1, and stops it afterwards.
    public static func run<Result: Sendable>(
        upstream: Int, plan: WireFaultPlan, _ body: (FaultProxy) async throws -> Result
    ) async throws -> Result {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in wrapped(channel) }
        let proxy = FaultProxy(port: server.channel.localAddress?.port ?? 0, upstream: upstream, plan: plan)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await withThrowingDiscardingTaskGroup { connections in
                    try await server.executeThenClose { clients in
                        for try await client in clients { connections.addTask { await proxy.serve(client) } }
                    }
                }
            }
            let result = try await body(proxy)
            group.cancelAll()
            return result
        }
    }

    /// Takes the requests of one connection, one after the other.
    private func serve(_ client: Connection) async {
        // Either side may end a connection at any time: that is the connection's end and nobody's failure.
        try? await client.executeThenClose { inbound, outbound in
            var requests = WireReader(inbound.makeAsyncIterator())
            while let request = try await requests.next() {
                let fault = plan.fault(for: request)
                if let refusal = fault?.refusal(of: request) {
                    try await outbound.write(refusal)
                    continue
                }
                switch fault {
                case .reset:
                    return try await Self.reset(client)
                case .cutUpload:
                    try await cut(request)
                    return try await Self.reset(client)
                default: break
                }
                guard var answer = try await exchange(request) else { return try await Self.reset(client) }
                switch fault {
                case .loseAnswer:
                    return try await Self.reset(client)
                case .stall:
                    return try await requests.drain()
                case .halfAnswer:
                    try await outbound.write(answer.readSlice(length: answer.readableBytes / 2) ?? answer)
                    return try await Self.reset(client)
                default:
                    try await outbound.write(answer)
                }
            }
        }
    }

    /// The server's whole answer; nil when it gave none.
    private func exchange(_ request: WireMessage) async throws -> ByteBuffer? {
        try await connect().executeThenClose { inbound, outbound in
            try await outbound.write(request.bytes)
            var answers = WireReader(inbound.makeAsyncIterator())
            return try await answers.next { answer in
                request.startLine.first != "HEAD" && !["204", "304"].contains(answer.startLine.dropFirst().first)
            }?.bytes
        }
    }

    /// Half of the request for the server, and then a reset.
    private func cut(_ request: WireMessage) async throws {
        let server = try await connect()
        try await server.executeThenClose { _, outbound in
            var half = request.head
            half.writeImmutableBuffer(
                request.body.getSlice(at: request.body.readerIndex, length: request.body.readableBytes / 2)
                    ?? ByteBuffer())
            try await outbound.write(half)
            try await Self.reset(server)
        }
    }

    private func connect() async throws -> Connection {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: upstream) { channel in Self.wrapped(channel) }
    }

    private static func wrapped(_ channel: any Channel) -> EventLoopFuture<Connection> {
        channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
    }

    /// A socket that lingers for no time drops what it has and resets.
    private static func reset(_ connection: Connection) async throws {
        let channel = connection.channel
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try? await channel.close()
    }
}
