/// What is sent back: status, headers and body, or a broken connection.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    var delivery = Delivery.whole

    /// How the body goes out.
    enum Delivery: Sendable {
        case whole
        /// The header promises the whole body, half of it is sent, then the connection ends.
        case cutShort
        /// The connection is reset before anything is sent.
        case reset
    }

    /// A JSON answer.
    static func json(_ value: JSON, status: Int = 200) -> Answer {
        Answer(status: status, headers: [("Content-Type", "application/json;charset=utf-8")], body: value.bytes)
    }

    /// A page as the web servers before HubSpot's services send it.
    static func html(_ title: String, status: Int) -> Answer {
        let page =
            "<html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n<center><h1>\(title)</h1></center>\r\n"
            + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
        return Answer(status: status, headers: [("Content-Type", "text/html")], body: Array(page.utf8))
    }

    /// Compressed, when that was asked for and is worth it.
    func compressed(if wanted: Bool) -> Answer {
        guard wanted, body.count > 512, let compressed = Gzip.compress(body) else { return self }
        var answer = self
        answer.headers.append(("Content-Encoding", "gzip"))
        answer.body = compressed
        return answer
    }
}
