import Foundation
import Foundations
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Simulator

/// A simulated account behind a router, as tests talk to it.
struct TestAccount {
    let simulation: Simulation
    let clock: SteppedClock

    /// A small account without burst limits, unless `refine` sets them.
    init(_ refine: (inout SimulatorSettings) -> Void = { _ in }) {
        var settings = SimulatorSettings()
        settings.generalLimit = 0
        settings.searchLimit = 0
        settings.associationsLimit = 0
        refine(&settings)
        clock = SteppedClock()
        simulation = Simulation(settings, clock: clock)
    }

    func get(_ target: String, token: String? = "pat-na1-simulator-0000") async throws -> Reply {
        try await send(.get, target, body: nil, token: token)
    }

    func post(_ target: String, _ body: String, token: String? = "pat-na1-simulator-0000") async throws -> Reply {
        try await send(.post, target, body: body, token: token)
    }

    /// All pages of a list call; `target` must already have a query.
    func pages(_ target: String) async throws -> [Node] {
        var results: [Node] = []
        var after: String?
        repeat {
            let reply = try await get(target + (after.map { "&after=\($0)" } ?? ""))
            try #require(reply.status == 200)
            results += reply.json["results"].list
            after = reply.json["paging"]["next"]["after"].text
        } while after != nil
        return results
    }

    private func send(
        _ method: HTTPRequest.Method, _ target: String, body: String?, token: String?
    ) async throws -> Reply {
        let app = Application(responder: SimulatorServer(simulation).responder)
        let headers: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
        return try await app.test(.router) { client in
            let response = try await client.execute(
                uri: target, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
            var fields: [String: String] = [:]
            for field in response.headers { fields[field.name.canonicalName] = field.value }
            return Reply(
                status: Int(response.status.code), headers: fields, body: Data(response.body.readableBytesView))
        }
    }
}

/// What came back.
struct Reply: Sendable {
    var status: Int
    /// By lower-case name.
    var headers: [String: String]
    var body: Data

    var json: Node { (try? JSONDecoder().decode(Node.self, from: body)) ?? .null }
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// JSON as Foundation reads it: an oracle for our own writer.
enum Node: Decodable, Sendable, Equatable {
    case null, bool(Bool), integer(Int64), double(Double), string(String)
    case array([Node])
    case object([String: Node])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([Node].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: Node].self))
        }
    }

    subscript(name: String) -> Node { if case .object(let members) = self { members[name] ?? .null } else { .null } }
    subscript(index: Int) -> Node { list.indices.contains(index) ? list[index] : .null }
    var list: [Node] { if case .array(let values) = self { values } else { [] } }
    var text: String? { if case .string(let value) = self { value } else { nil } }
    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    var members: [String: Node] { if case .object(let members) = self { members } else { [:] } }

    /// Without the members of that name, at any depth.
    func without(_ names: Set<String>) -> Node {
        switch self {
        case .array(let values): .array(values.map { $0.without(names) })
        case .object(let members):
            .object(members.filter { !names.contains($0.key) }.mapValues { $0.without(names) })
        default: self
        }
    }
}

/// A clock that moves only when it is told to, or when somebody sleeps on it.
final class SteppedClock: WallClock {
    private let moment = Mutex(Timestamp.milliseconds(1_795_600_000_000))

    func now() -> Timestamp { moment.withLock { $0 } }
    func sleep(for duration: Duration) async throws { advance(by: duration) }

    func advance(by duration: Duration) {
        moment.withLock { $0 = Timestamp(microseconds: $0.microseconds + Int64(duration.inSeconds * 1_000_000)) }
    }
}
