public import NIOCore

/// One HTTP/1.1 message as it stood on the wire, byte for byte: a signature covers some of these bytes.
public struct WireMessage: Sendable {
    /// Everything up to and with the empty line.
    public var head: ByteBuffer
    /// The body with its framing.
    public var body: ByteBuffer

    /// The words of the first line: method, target and version, or version, status and reason.
    public var startLine: [Substring] {
        String(buffer: head).prefix { $0 != "\r\n" }.split(separator: " ")
    }

    /// The value of the field `name`, which is in lower case.
    public func header(_ name: String) -> String? {
        String(buffer: head).split(separator: "\r\n").dropFirst()
            .first { $0.lowercased().hasPrefix("\(name):") }
            .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
    }

    /// Head and body.
    public var bytes: ByteBuffer {
        var all = head
        all.writeImmutableBuffer(body)
        return all
    }
}

/// Cuts a stream of bytes into messages.
struct WireReader<Source: AsyncIteratorProtocol> where Source.Element == ByteBuffer {
    private var source: Source
    private var received = ByteBuffer()

    init(_ source: Source) { self.source = source }

    /// The next message; nil when the peer has closed the connection.
    ///
    /// - Parameter hasBody: whether a message of this head has one: an answer to HEAD has not, whatever its length says.
    mutating func next(hasBody: (WireMessage) -> Bool = { _ in true }) async throws -> WireMessage? {
        guard let head = try await read(through: "\r\n\r\n") else { return nil }
        var message = WireMessage(head: head, body: ByteBuffer())
        guard hasBody(message) else { return message }
        if let length = message.header("content-length").flatMap({ Int($0) }) {
            guard let body = try await read(length) else { return nil }
            message.body = body
        } else if message.header("transfer-encoding")?.lowercased() == "chunked" {
            guard let body = try await readChunks() else { return nil }
            message.body = body
        }
        return message
    }

    /// Waits until the peer closes the connection.
    mutating func drain() async throws { while try await more() {} }

    private mutating func readChunks() async throws -> ByteBuffer? {
        var body = ByteBuffer()
        while true {
            guard let line = try await read(through: "\r\n") else { return nil }
            body.writeImmutableBuffer(line)
            let digits = String(buffer: line).prefix { $0.isHexDigit }
            guard let size = Int(digits, radix: 16), let chunk = try await read(size + 2) else { return nil }
            body.writeImmutableBuffer(chunk)
            if size == 0 { return body }
        }
    }

    private mutating func read(_ count: Int) async throws -> ByteBuffer? {
        while received.readableBytes < count {
            guard try await more() else { return nil }
        }
        return received.readSlice(length: count)
    }

    private mutating func read(through mark: String) async throws -> ByteBuffer? {
        let mark = Array(mark.utf8)
        while true {
            if let end = received.readableBytesView.firstRange(of: mark)?.upperBound {
                return received.readSlice(length: end - received.readerIndex)
            }
            guard try await more() else { return nil }
        }
    }

    private mutating func more() async throws -> Bool {
        guard let bytes = try await source.next() else { return false }
        received.discardReadBytes()
        received.writeImmutableBuffer(bytes)
        return true
    }
}
