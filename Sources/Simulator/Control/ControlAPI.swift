import Foundation
import Foundations

/// The calls under `/_simulator`, which are never counted, limited or struck by faults.
struct ControlAPI {
    let simulation: Simulation

    func answer(_ call: Call) -> Answer {
        do throws(APIError) {
            return try result(call)
        } catch {
            return error.answer(correlationID: "control")
        }
    }

    private func result(_ call: Call) throws(APIError) -> Answer {
        switch (call.method, call.path.dropFirst().first) {
        case ("POST", "faults"):
            for rule in try oneOrMore(FaultRule.self, call) { simulation.add(rule) }
            return .json(simulation.faults)
        case ("GET", "faults"): return .json(simulation.faults)
        case ("DELETE", "faults"):
            simulation.clearFaults()
            return .json(simulation.faults)
        case ("GET", "calls"): return .json(simulation.calls)
        case ("DELETE", "calls"):
            simulation.clearCalls()
            return .json(simulation.calls)
        case ("POST", "changes"):
            let ids = try simulation.apply(oneOrMore(Change.self, call))
            return .json(.fields(["ids": .array(ids.map(JSON.text))]))
        case ("GET", "clock"): return .json(time)
        case ("POST", "clock"):
            let move = try call.decodedBody(ClockMove.self)
            if let seconds = move.advanceSeconds { simulation.clock.advance(by: .seconds(seconds)) }
            if let text = move.now {
                guard let moment = Timestamp(iso8601: text) else { throw .invalid("now must be an ISO 8601 date-time") }
                simulation.clock.move(to: moment)
            }
            return .json(time)
        case ("POST", "tokens"):
            try simulation.renew(call.decodedBody(TokenRenewal.self).renew)
            return .json(.fields(["status": "renewed"]))
        case ("GET", "truth"): return try truth(named: call.path.dropFirst(2).joined(separator: "/"))
        default: throw .notFound("No control call of that name")
        }
    }

    private var time: JSON { .fields(["now": .string(simulation.clock.now().iso8601)]) }

    private struct ClockMove: Decodable {
        var advanceSeconds: Double?
        var now: String?
    }

    private struct TokenRenewal: Decodable {
        var renew: String
    }

    private func truth(named name: String) throws(APIError) -> Answer {
        let truth = simulation.truth
        if name.isEmpty { return .json(.strings(truth.names)) }
        guard let rows = truth.rows(name) else { throw .notFound("No table of that name in the truth") }
        var body: [UInt8] = []
        for row in rows {
            row.write(to: &body)
            body.append(UInt8(ascii: "\n"))
        }
        return Answer(status: 200, headers: [("Content-Type", "application/jsonl")], body: body)
    }

    /// The body as a list, or as a single value.
    private func oneOrMore<Shape: Decodable>(_ shape: Shape.Type, _ call: Call) throws(APIError) -> [Shape] {
        let isList = call.body.first { !$0.isWhitespace } == UInt8(ascii: "[")
        return isList ? try call.decodedBody([Shape].self) : [try call.decodedBody(shape)]
    }
}

extension UInt8 {
    fileprivate var isWhitespace: Bool { self == 32 || (9...13).contains(self) }
}
