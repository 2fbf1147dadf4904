/// An answer, and how it goes over the wire.
public struct PeerAnswer: Sendable, Hashable {
    /// HTTP status.
    public var status: Int
    /// Header lines besides `Content-Length`, `Date` and `x-amz-request-id`, which the server adds where they are missing.
    public var headers: [String: String]
    /// The body; for an answer to HEAD only its length is told.
    public var body: [UInt8]
    /// How it goes over the wire.
    public var delivery: Delivery

    /// How an answer goes over the wire.
    public enum Delivery: Sendable, Hashable {
        /// As it should.
        case whole
        /// In chunks, with this many blank lines between the XML declaration and the rest, as S3 keeps a long call alive.
        case afterBlankLines(Int)
        /// The head promises all, half of the body comes, then the connection ends.
        case cutShort
        /// Nothing comes, and the connection is reset; what was asked for has been done.
        case lost
    }

    /// An answer; see the properties.
    public init(
        _ status: Int, headers: [String: String] = [:], body: String = "", delivery: Delivery = .whole
    ) {
        self.status = status
        self.headers = headers
        self.body = Array(body.utf8)
        self.delivery = delivery
    }

    /// An answer of XML, with the declaration that AWS sends.
    public static func xml(_ status: Int, _ body: String, headers: [String: String] = [:]) -> PeerAnswer {
        PeerAnswer(
            status, headers: headers.merging(["Content-Type": "application/xml"]) { own, _ in own },
            body: declaration + body)
    }

    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    /// The same answer, delivered another way.
    public func delivered(_ delivery: Delivery) -> PeerAnswer {
        var copy = self
        copy.delivery = delivery
        return copy
    }
}

extension PeerAnswer: CustomStringConvertible {
    /// The status and how it is delivered: a test's name needs no more.
    public var description: String { "\(status) \(delivery)" }
}
