import HTTP
import Synchronization

/// A transport that answers each request by a function and remembers what it was asked.
final class AnsweringTransport: HTTPTransport {
    private let asked = Mutex<[HTTPRequest]>([])
    let answer: @Sendable (HTTPRequest, Int) throws -> HTTPResponse

    /// `answer` is given the request and the number of requests before it.
    init(_ answer: @escaping @Sendable (HTTPRequest, Int) throws -> HTTPResponse) { self.answer = answer }

    /// Answers in this order; the last one for ever.
    convenience init(_ answers: HTTPResponse...) {
        self.init { _, index in answers[min(index, answers.count - 1)] }
    }

    var requests: [HTTPRequest] { asked.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let index = asked.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
        return try answer(request, index)
    }
}

extension HTTPResponse {
    static func json(_ status: Int, _ text: String) -> HTTPResponse { json(status, text, [:] as [String: String]) }

    static func json(_ status: Int, _ text: String, _ headers: [String: String]) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: [HTTPHeader("Content-Type", "application/json;charset=utf-8")]
                + headers.map { HTTPHeader($0.key, $0.value) },
            body: Array(text.utf8))
    }

    static func page(_ status: Int, _ text: String = "<html><h1>Bad gateway</h1></html>") -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPHeader("content-type", "text/html")], body: Array(text.utf8))
    }
}

extension HTTPRequest {
    var path: String {
        String(url.drop(while: { $0 != "/" }).dropFirst(2).drop(while: { $0 != "/" }).prefix { $0 != "?" })
    }

    /// The query's values by name, not decoded.
    var query: [String: String] {
        guard let mark = url.firstIndex(of: "?") else { return [:] }
        let pairs = url[url.index(after: mark)...].split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }) { first, _ in first }
    }

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }
}
