import Foundations
import HTTP
import TestSupport
import Testing

@Suite("AsyncHTTPClientTransport")
struct AsyncHTTPClientTransportTests {
    @Test("a request reaches the wire byte for byte, and its answer comes back whole")
    func exchange() async throws {
        try await WirePeer.run([[.answer(201, "made", headers: "X-Echo: one\nX-Echo: two\n")]]) { peer in
            let path = "/a//b/../c/%2F%7E%C3%A9'(x)*&$@=;:,?list-type=2&prefix=a%2Fb%20c&empty="
            let response = try await send(
                HTTPRequest(
                    method: "PUT", url: peer.url + path, headers: [HTTPHeader("X-Test", "yes")], body: Array("hi".utf8))
            )
            #expect(response.status == 201)
            #expect(response.body == Array("made".utf8))
            #expect(response.headers.filter { $0.name == "X-Echo" }.map(\.value) == ["one", "two"])
            let request = try #require(peer.requests.first)
            #expect(request.hasPrefix("PUT \(path) HTTP/1.1\r\n"))
            #expect(request.lowercased().contains("\r\nhost: 127.0.0.1:\(peer.port)\r\n"))
            #expect(request.contains("\r\nX-Test: yes\r\n") && request.hasSuffix("\r\n\r\nhi"))
            #expect(!request.lowercased().contains("accept-encoding"))
        }
    }

    @Test("an empty PUT says that it is empty")
    func emptyPut() async throws {
        try await WirePeer.run([[.answer(200, "")]]) { peer in
            _ = try await send(HTTPRequest(method: "PUT", url: peer.url))
            #expect(peer.requests[0].lowercased().contains("\r\ncontent-length: 0\r\n"))
        }
    }

    @Test("a redirect and an error status are answers, not errors", arguments: [301, 404, 503])
    func statuses(status: Int) async throws {
        try await WirePeer.run([[.answer(status, "x", headers: "Location: http://127.0.0.1:1/\n")]]) { peer in
            let response = try await send(HTTPRequest(method: "GET", url: peer.url))
            #expect(response.status == status)
            #expect(peer.requests.count == 1)
        }
    }

    @Test("an answer that breaks off is an error, never a shorter answer")
    func cutOff() async throws {
        let cuts: [[WirePeer.Step]] = [
            [.lines("HTTP/1.1 200 OK\nContent-Length: 100\n\nhalf of i"), .close],
            [.lines("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n"), .close],
            [.lines("HTTP/1.1 200 OK\nContent-Le"), .close],
            [.close],
            [.lines("HTTP/1.1 200 OK\nContent-Length: 100\n\nhalf of i"), .reset],
        ]
        for cut in cuts {
            let failure = try await failure([cut])
            #expect(failure.kind == .transient)
            #expect(failure.why.contains("closed the connection") || failure.why.contains("reset"), "\(failure)")
        }
    }

    @Test("what is not HTTP is called so")
    func garbage() async throws {
        let failure = try await failure([[.lines("SSH-2.0-OpenSSH\n"), .close]])
        #expect(failure.kind == .transient && failure.why.contains("not HTTP"), "\(failure)")
    }

    @Test("a silent peer and a slow body both end at their limits")
    func timeouts() async throws {
        var settings = TransportSettings()
        settings.readTimeout = .milliseconds(50)
        let silent = try await failure([[]], settings)
        #expect(silent.kind == .transient && silent.why.contains("silent"), "\(silent)")
        settings.readTimeout = .seconds(60)
        settings.deadline = .milliseconds(50)
        let slow = try await failure([[.lines("HTTP/1.1 200 OK\nContent-Length: 9\n\nabc")]], settings)
        #expect(slow.kind == .transient && slow.why.contains("in time"), "\(slow)")
    }

    @Test("a refused connection names host and port, and never the URL's query")
    func refused() async throws {
        // A port that was free a moment ago.
        let port = try await WirePeer.run([]) { $0.port }
        let failure = await #expect(throws: Failure.self) {
            try await send(HTTPRequest(method: "GET", url: "http://127.0.0.1:\(port)/x?X-Amz-Signature=5ecre7"))
        }
        #expect(failure?.kind == .transient)
        let words = String(describing: failure)
        #expect(
            words.contains("127.0.0.1:\(port)") && words.contains("refused") && !words.contains("5ecre7"), "\(words)")
    }

    @Test("an unknown host is told as such")
    func unknownHost() async throws {
        let failure = await #expect(throws: Failure.self) {
            try await send(HTTPRequest(method: "GET", url: "http://nowhere.invalid/"))
        }
        #expect(failure?.why.contains("nowhere.invalid cannot be resolved") == true, "\(String(describing: failure))")
    }

    @Test("a server without TLS is a TLS failure, a URL that is none a configuration failure")
    func badEndpoints() async throws {
        try await WirePeer.run([[.lines("HTTP/1.1 400 Bad\n\n"), .close]]) { peer in
            let failure = await #expect(throws: Failure.self) {
                try await send(HTTPRequest(method: "GET", url: "https://127.0.0.1:\(peer.port)/"))
            }
            #expect(failure?.kind == .transient)
        }
        for url in ["", "ftp://example.com/", "example.com", "http://"] {
            let failure = await #expect(throws: Failure.self) { try await send(HTTPRequest(method: "GET", url: url)) }
            #expect(failure?.kind == .configuration)
        }
    }

    @Test("gzip is asked for and inflated only where the settings say so")
    func gzip() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(helloGzip.count)\r\n\r\n"
        let steps: [WirePeer.Step] = [.send(Array(head.utf8) + helloGzip)]
        try await WirePeer.run([steps, steps]) { peer in
            let raw = try await send(HTTPRequest(method: "GET", url: peer.url))
            #expect(raw.body == helloGzip)
            var settings = TransportSettings()
            settings.acceptsGzip = true
            let inflated = try await send(HTTPRequest(method: "GET", url: peer.url), settings)
            #expect(inflated.body == Array("hello hello".utf8))
            #expect(peer.requests.map { $0.lowercased().contains("accept-encoding: gzip") } == [false, true])
        }
    }

    @Test("an answer larger than the limit is refused")
    func tooLarge() async throws {
        var settings = TransportSettings()
        settings.maximumBodyByteCount = 10
        let failure = try await failure([[.answer(200, "01234567890")]], settings)
        #expect(failure.kind == .invalidData)
    }

    @Test("a cancelled task throws CancellationError")
    func cancellation() async throws {
        try await WirePeer.run([[]]) { peer in
            let url = peer.url
            await #expect(throws: CancellationError.self) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { _ = try await send(HTTPRequest(method: "GET", url: url)) }
                    group.cancelAll()
                    try await group.next()
                }
            }
        }
    }

    @Test("a proxy is asked for a tunnel, with its user's name, and the request goes through it")
    func proxy() async throws {
        let script: [[WirePeer.Step]] = [[.lines("HTTP/1.1 200 Connected\n\n")], [.answer(200, "through")]]
        try await WirePeer.run(script) { peer in
            let proxies = try ProxySettings(environment: ["http_proxy": "http://me:p%40ss@127.0.0.1:\(peer.port)"])
            let request = HTTPRequest(method: "GET", url: "http://lake.example.com/a?b=c")
            let response = try await send(request, proxies: proxies)
            #expect(response.body == Array("through".utf8))
            #expect(peer.requests[0].hasPrefix("CONNECT lake.example.com:80 HTTP/1.1\r\n"))
            #expect(peer.requests[0].lowercased().contains("proxy-authorization: basic bwu6cebzcw==\r\n"))
            #expect(peer.requests[1].hasPrefix("GET /a?b=c HTTP/1.1\r\n"))
        }
    }

    @Test(
        "a proxy that refuses is named as the cause", arguments: [(407, FailureKind.configuration), (403, .transient)])
    func proxyRefuses(status: Int, kind: FailureKind) async throws {
        try await WirePeer.run([[.answer(status, "")]]) { peer in
            let proxies = try ProxySettings(environment: ["HTTPS_PROXY": "http://127.0.0.1:\(peer.port)"])
            let failure = await #expect(throws: Failure.self) {
                try await send(HTTPRequest(method: "GET", url: "https://lake.example.com/"), proxies: proxies)
            }
            #expect(failure?.kind == kind && failure?.why.contains("proxy") == true, "\(String(describing: failure))")
        }
    }

    @Test("a certificate file that is none is a configuration failure")
    func badCertificateFile() {
        var settings = TransportSettings()
        settings.certificateAuthorityFile = "/nonexistent/ca.pem"
        let failure = #expect(throws: Failure.self) { _ = try AsyncHTTPClientTransport(settings) }
        #expect(failure?.kind == .configuration)
    }

    private func failure(_ script: [[WirePeer.Step]], _ settings: TransportSettings = .init()) async throws -> Failure {
        try await WirePeer.run(script) { peer in
            let error = await #expect(throws: Failure.self) {
                try await send(HTTPRequest(method: "GET", url: peer.url), settings)
            }
            return try #require(error)
        }
    }
}

/// Sends one request over a transport of its own.
@discardableResult
private func send(
    _ request: HTTPRequest, _ settings: TransportSettings = .init(), proxies: ProxySettings = .none
) async throws -> HTTPResponse {
    let transport = try AsyncHTTPClientTransport(settings, proxies: proxies)
    do {
        let response = try await transport.send(request)
        try await transport.shutdown()
        return response
    } catch {
        try await transport.shutdown()
        throw error
    }
}

/// `hello hello`, compressed by Python's gzip.
private let helloGzip: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 87, 200, 0, 145, 0, 64, 166, 45, 1, 11, 0, 0, 0,
]
