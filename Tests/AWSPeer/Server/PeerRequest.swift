import Foundation

/// A request as it came in.
public struct PeerRequest: Sendable, Hashable {
    /// `GET`, `PUT`, …
    public var method: String
    /// The path as it stands on the wire.
    public var path: String
    /// The query as it stands on the wire, without its `?`.
    public var query: String
    /// Names in lower case, and values, in their order.
    public var headers: [Header]
    /// The body.
    public var body: [UInt8]

    /// One header.
    public struct Header: Sendable, Hashable {
        /// In lower case.
        public var name: String
        /// As it came.
        public var value: String
    }

    /// The first value of a header, by its name in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The host that the client believes to talk to.
    public var host: String { header("host") ?? "" }

    /// The value of a query parameter, empty for one without; nil where the query has none of this name.
    public func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The query's names and values, decoded.
    public var parameters: [(name: String, value: String)] { Self.pairs(query) }

    /// A field of a form in the body, as the Query APIs take them.
    public func field(_ name: String) -> String? {
        Self.pairs(String(decoding: body, as: UTF8.self), plusIsBlank: true).first { $0.name == name }?.value
    }

    /// Whether anybody signed it.
    public var isSigned: Bool { header("authorization") != nil || parameter("X-Amz-Signature") != nil }

    private static func pairs(_ text: String, plusIsBlank: Bool = false) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                PeerText.decoded(parts[0], plusIsBlank: plusIsBlank),
                parts.count > 1 ? PeerText.decoded(parts[1], plusIsBlank: plusIsBlank) : ""
            )
        }
    }
}
