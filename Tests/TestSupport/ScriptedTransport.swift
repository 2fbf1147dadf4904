import Foundations
public import HTTP
import Synchronization

/// A transport that answers from a script instead of a network and remembers what it was asked.
///
/// Answers are taken in order, whoever asks; a request beyond the script fails loudly, so a test notices calls too many.
public final class ScriptedTransport: HTTPTransport {
    /// How one request is answered: a function of the request that may throw.
    public typealias Answer = @Sendable (HTTPRequest) async throws -> HTTPResponse

    private struct State {
        var script: [Answer]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>
    private let fallback: Answer?

    /// A script of fixed answers.
    public convenience init(_ responses: [HTTPResponse]) {
        self.init(answers: responses.map { response in { _ in response } })
    }

    /// A script of functions.
    ///
    /// - Parameters:
    ///   - answers: used up in order.
    ///   - fallback: answers every request after them; nil to fail there.
    public init(answers: [Answer], fallback: Answer? = nil) {
        state = Mutex(State(script: answers))
        self.fallback = fallback
    }

    /// One function that answers every request.
    public convenience init(_ answer: @escaping Answer) { self.init(answers: [], fallback: answer) }

    /// All requests so far, in order.
    public var requests: [HTTPRequest] { state.withLock { $0.requests } }

    /// Answers that nobody has asked for yet; a finished test expects 0.
    public var remaining: Int { state.withLock { $0.script.count } }

    /// Adds an answer to the end of the script.
    public func enqueue(_ answer: @escaping Answer) { state.withLock { $0.script.append(answer) } }

    /// Takes the next answer of the script.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let answer = state.withLock { state -> Answer? in
            state.requests.append(request)
            return state.script.isEmpty ? fallback : state.script.removeFirst()
        }
        guard let answer else {
            let target = request.url.prefix { $0 != "?" }
            throw Failure(.internal, "cannot answer \(request.method) \(target)", why: "the test's script has ended")
        }
        return try await answer(request)
    }
}

extension HTTPResponse {
    /// An answer whose body is `text`.
    public static func text(_ status: Int, _ text: String, _ headers: [(String, String)] = []) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers.map { HTTPHeader($0.0, $0.1) }, body: Array(text.utf8))
    }

    /// A JSON answer.
    public static func json(_ status: Int, _ text: String, _ headers: [(String, String)] = []) -> HTTPResponse {
        .text(status, text, [("Content-Type", "application/json;charset=utf-8")] + headers)
    }
}
