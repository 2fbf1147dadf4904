/// A request as it goes on the wire: the URL is a finished, percent-encoded string that nothing encodes again.
public struct HTTPRequest: Sendable, Hashable {
    /// `GET`, `PUT`, …
    public var method: String
    /// Absolute URL, percent-encoded by whoever built it (a signature covers exactly these bytes).
    public var url: String
    /// Header fields in order; names in any case.
    public var headers: [HTTPHeader]
    /// The whole body; empty for none.
    public var body: [UInt8]

    /// A request; see the properties.
    public init(method: String, url: String, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// One header field.
public struct HTTPHeader: Sendable, Hashable {
    /// The field's name; compared without case.
    public var name: String
    /// The field's value.
    public var value: String

    /// The field `name: value`.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A complete answer: the body has arrived in full and is no longer compressed.
public struct HTTPResponse: Sendable, Hashable {
    /// HTTP status code.
    public var status: Int
    /// Header fields in order.
    public var headers: [HTTPHeader]
    /// The whole body.
    public var body: [UInt8]

    /// An answer; see the properties.
    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of the field `name`, compared without case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
