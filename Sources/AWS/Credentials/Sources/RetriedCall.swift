import Foundations
import HTTP

/// Sends a request some times with a fixed pause: for the small credential endpoints, which have no rules of their own.
struct RetriedCall: Sendable {
    let tries: Int
    let pause: Duration
    let clock: any WallClock

    /// The first answer that is neither a 5xx nor a 429, or the last; throws the last `Failure` of the network.
    func send(_ request: HTTPRequest, over transport: any HTTPTransport) async throws -> HTTPResponse {
        var attempt = 1
        while true {
            do {
                let response = try await transport.send(request)
                guard response.status >= 500 || response.status == 429, attempt < tries else { return response }
            } catch let failure as Failure where failure.kind == .transient {
                guard attempt < tries else { throw failure }
            }
            try await clock.sleep(for: pause)
            attempt += 1
        }
    }
}
