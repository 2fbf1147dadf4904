import Foundation
public import Foundations
import HTTPTypes
import Hummingbird
public import Logging
import NIOCore

/// The simulation behind HTTP.
public struct SimulatorServer: Sendable {
    /// What is served.
    public let simulation: Simulation
    private let host: String
    private let port: Int
    private let logger: Logger

    /// A server of the simulation; port 0 takes a free one.
    public init(_ simulation: Simulation, host: String = "127.0.0.1", port: Int = 0, logger: Logger? = nil) {
        self.simulation = simulation
        self.host = host
        self.port = port
        self.logger =
            logger
            ?? {
                var quiet = Logger(label: "hubspot-simulator")
                // Hummingbird calls the cancellation that ends a server an error.
                quiet.logLevel = .critical
                return quiet
            }()
    }

    /// Serves until the task is cancelled; `onListening` is told the port once calls can come.
    public func run(onListening: @escaping @Sendable (Int) async -> Void) async throws {
        let app = Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "hubspot-simulator"),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) }, logger: logger)
        try await app.run()
    }

    /// Serves while `body` runs, with the server's URL (`http://127.0.0.1:PORT`), and stops then.
    public static func run<Outcome: Sendable>(
        _ settings: SimulatorSettings, clock: any WallClock = SystemWallClock(),
        _ body: @Sendable (_ url: String, _ simulation: Simulation) async throws -> Outcome
    ) async throws -> Outcome {
        let simulation = Simulation(settings, clock: clock)
        let server = SimulatorServer(simulation)
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await server.run { continuation.yield($0) }
            }
            defer { group.cancelAll() }
            guard let port = await ports.first(where: { _ in true }) else {
                try await group.waitForAll()
                throw CancellationError()
            }
            return try await body("http://127.0.0.1:\(port)", simulation)
        }
    }

    var responder: CallbackResponder<SimulatorRequestContext> {
        let simulation = simulation
        return CallbackResponder { request, context in
            let call = try await Call(request)
            let answer = try await simulation.answer(call)
            return try await answer.response(on: context.channel)
        }
    }
}

/// A request's context that knows its connection, so that a fault can reset it.
struct SimulatorRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

extension Call {
    /// Reads the whole request, up to 16 MB.
    init(_ request: Request) async throws {
        let body = try await request.body.collect(upTo: 16 << 20)
        let authorization = request.headers[.authorization] ?? ""
        self.init(
            method: request.method.rawValue, target: request.uri.string,
            token: authorization.hasPrefix("Bearer ") ? String(authorization.dropFirst(7)) : nil,
            acceptsGzip: request.headers[.acceptEncoding]?.contains("gzip") ?? false,
            body: Array(body.readableBytesView))
    }
}

extension Answer {
    /// Thrown into the server to end a connection in the middle of an answer.
    private struct BrokenConnection: Error {}

    fileprivate func response(on channel: any Channel) async throws -> Response {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let buffer = ByteBuffer(bytes: body)
        let head = HTTPResponse.Status(code: status)
        switch delivery {
        case .whole: return Response(status: head, headers: fields, body: ResponseBody(byteBuffer: buffer))
        case .cutShort:
            let half = buffer.getSlice(at: 0, length: buffer.readableBytes / 2) ?? buffer
            return Response(
                status: head, headers: fields,
                body: ResponseBody(contentLength: buffer.readableBytes) { writer in
                    try await writer.write(half)
                    throw BrokenConnection()
                })
        case .reset:
            // Lingering for zero seconds makes close send a reset instead of an orderly end.
            if let socket = channel as? any SocketOptionProvider {
                try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
            }
            try await channel.close()
            throw BrokenConnection()
        }
    }
}
