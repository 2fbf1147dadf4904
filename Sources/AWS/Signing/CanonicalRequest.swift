import HTTP

/// The one text that a request is reduced to before it is signed (AWS, "Create a canonical request").
struct CanonicalRequest {
    /// Names of the signed headers, lower case, sorted, joined by `;`.
    let signedHeaders: String
    /// The text.
    let text: String

    /// - Parameters:
    ///   - method: `GET`, …
    ///   - path: the canonical path, see ``CanonicalPath``.
    ///   - query: names and values, decoded, in any order.
    ///   - headers: those to sign, in any case and order; duplicates are joined in their order.
    ///   - payloadHash: the body's SHA-256 in hex, or one of the words that stand for it.
    init(
        method: String, path: String, query: [QueryItem], headers: [HTTPHeader], payloadHash: String
    ) {
        var values: [String: [String]] = [:]
        for header in headers { values[header.name.lowercased(), default: []].append(Self.squeeze(header.value)) }
        let names = values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        signedHeaders = names.joined(separator: ";")
        let lines = names.map { "\($0):\((values[$0] ?? []).joined(separator: ","))" }
        text = ([method, path, QueryItem.encode(query.sortedForSigning())] + lines + ["", signedHeaders, payloadHash])
            .joined(separator: "\n")
    }

    /// Blanks at the ends go, inner runs of them become one.
    private static func squeeze(_ value: String) -> String {
        value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// One `name=value` of a query, decoded.
public struct QueryItem: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value; empty for none.
    public var value: String

    /// The pair `name=value`.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// `items` as a query string, in their order; each has its `=`, even without a value.
    public static func encode(_ items: [QueryItem]) -> String {
        items.map(\.encoded).map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The items of a query string; a `+` is a plus sign.
    static func decode(_ query: some StringProtocol) -> [QueryItem] {
        query.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return QueryItem(
                PercentEncoding.decode(parts[0]), parts.count > 1 ? PercentEncoding.decode(parts[1]) : "")
        }
    }

    fileprivate var encoded: QueryItem { QueryItem(PercentEncoding.encode(name), PercentEncoding.encode(value)) }
}

extension [QueryItem] {
    /// Sorted by encoded name, then encoded value.
    fileprivate func sortedForSigning() -> [QueryItem] {
        sorted { left, right in
            let (left, right) = (left.encoded, right.encoded)
            return left.name == right.name
                ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
                : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
    }
}
