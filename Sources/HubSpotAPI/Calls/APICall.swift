import Foundations
import HTTP

/// One call that hublake wants answered, however many attempts it takes.
struct APICall: Sendable, Hashable {
    var endpoint: Endpoint
    /// Names and raw values; a value may be a list, whose elements are encoded and joined by commas.
    var query: [QueryItem] = []
    /// Makes the call a POST.
    var body: JSONValue?
    /// Whether the caller can ask for less at once, and wants to be told of a 524 (no answer in 100 seconds) rather than wait.
    var canShrink = false
    /// What fails when it fails, as a clause: "cannot read the properties of contacts".
    var purpose: String

    /// One `name=value` of the query.
    struct QueryItem: Sendable, Hashable {
        var name: String
        var values: [String]

        init(_ name: String, _ values: String...) {
            self.name = name
            self.values = values
        }

        init(_ name: String, list values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// Path and query, percent-encoded.
    var target: String {
        guard !query.isEmpty else { return endpoint.path }
        let items = query.map { "\($0.name)=\($0.values.map(PercentEncoding.encode).joined(separator: ","))" }
        return "\(endpoint.path)?\(items.joined(separator: "&"))"
    }

    /// `GET /crm/owners/{version}`: the call's name in the ledger and in messages.
    var name: String { "\(body == nil ? "GET" : "POST") \(endpoint.template)" }

    /// The request of one attempt.
    func request(to host: String, token: String, userAgent: String) -> HTTPRequest {
        var headers = [
            HTTPHeader("Authorization", "Bearer \(token)"), HTTPHeader("Accept", "application/json"),
            HTTPHeader("Accept-Encoding", "gzip"), HTTPHeader("User-Agent", userAgent),
        ]
        guard let body else { return HTTPRequest(method: "GET", url: host + target, headers: headers) }
        headers.append(HTTPHeader("Content-Type", "application/json"))
        return HTTPRequest(method: "POST", url: host + target, headers: headers, body: body.utf8)
    }
}
