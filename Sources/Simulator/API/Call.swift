import Foundation

/// One request, taken apart: what the API decides on, free of any server.
struct Call: Sendable {
    /// `GET`, `POST`.
    var method: String
    /// The path's segments, percent-decoded, without empty ones.
    var path: [String]
    /// The query in its order, percent-decoded; a name may stand there several times.
    var query: [(name: String, value: String)]
    var token: String?
    var acceptsGzip: Bool
    var body: [UInt8]
    /// Path and query as sent.
    var target: String

    /// Takes a request target (`/path?query`) apart.
    init(method: String, target: String, token: String? = nil, acceptsGzip: Bool = false, body: [UInt8] = []) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        self.token = token
        self.acceptsGzip = acceptsGzip
        self.body = body
        self.target = target
        path = (parts.first ?? "").split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        query = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { item in
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decode(pair[0]), pair.count > 1 ? Self.decode(pair[1]) : "")
        }
    }

    /// The body of a form, as OAuth's calls send it.
    var form: [String: String] {
        var fields: [String: String] = [:]
        for item in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[Self.decode(pair[0])] = pair.count > 1 ? Self.decode(pair[1]) : ""
        }
        return fields
    }

    private static func decode(_ text: Substring) -> String {
        let spaced = String(text).replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? spaced
    }
}

// MARK: - Parameters

extension Call {
    /// The first value of a parameter.
    func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// A list parameter: repeated, or joined by commas.
    func list(_ name: String) -> [String] {
        query.filter { $0.name == name }.flatMap { $0.value.split(separator: ",").map(String.init) }
    }

    /// A boolean parameter in any case (HubSpot's Python client sends `True`); throws for all else.
    func flag(_ name: String, default standard: Bool = false) throws(APIError) -> Bool {
        switch parameter(name)?.lowercased() {
        case nil, "": standard
        case "true": true
        case "false": false
        default:
            throw .invalid("Cannot deserialize value of \(name) from String: only \"true\" or \"false\" recognized")
        }
    }

    /// A page size; throws for one that is no number, below 1 or over the maximum.
    func limit(default standard: Int, maximum: Int) throws(APIError) -> Int {
        guard let text = parameter("limit") else { return standard }
        guard let limit = Int(text), limit > 0 else { throw .invalid("limit must be a positive integer") }
        guard limit <= maximum else { throw .invalid("limit must be at most \(maximum), not \(limit)") }
        return limit
    }

    /// The body as the given shape; throws 400 when it is none.
    func decodedBody<Shape: Decodable>(_ shape: Shape.Type) throws(APIError) -> Shape {
        do {
            return try JSONDecoder().decode(shape, from: Data(body))
        } catch {
            throw .invalid("Invalid input JSON: cannot deserialize the request's body")
        }
    }
}
