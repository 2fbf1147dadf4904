import HTTP
import Testing

@Suite("HTTPOrigin")
struct HTTPOriginTests {
    @Test(
        "scheme, host and port of a URL",
        arguments: [
            ("https://Example.COM/a?b", "example.com", 443, "example.com"),
            ("http://example.com:80?x", "example.com", 80, "example.com"),
            ("http://example.com:8333", "example.com", 8333, "example.com:8333"),
            ("https://user:p@ss@example.com:8443/", "example.com", 8443, "example.com:8443"),
            ("http://[::1]:9000/x", "::1", 9000, "[::1]:9000"),
        ])
    func parts(url: String, host: String, port: Int, authority: String) throws {
        let origin = try #require(HTTPOrigin(url: url))
        #expect(origin.host == host && origin.port == port && origin.authority == authority)
    }

    @Test(
        "what is no http URL has no origin",
        arguments: ["", "example.com", "ftp://a", "http://", "http://:80", "http://a:b"])
    func none(url: String) { #expect(HTTPOrigin(url: url) == nil) }
}

@Suite("PercentEncoding")
struct PercentEncodingTests {
    @Test("only the unreserved bytes of RFC 3986 stay as they are")
    func encoding() {
        #expect(PercentEncoding.encode("azAZ09-._~") == "azAZ09-._~")
        #expect(PercentEncoding.encode("a b+c/é%") == "a%20b%2Bc%2F%C3%A9%25")
        #expect(PercentEncoding.encode("a/b c", keepingSlashes: true) == "a/b%20c")
    }

    @Test("decoding undoes encoding for all bytes, and leaves a lone percent sign")
    func decoding() {
        let all = String((0...255).compactMap { Unicode.Scalar($0) }.map(Character.init))
        #expect(PercentEncoding.decode(PercentEncoding.encode(all)) == all)
        #expect(PercentEncoding.decode("100%, %4, %zz, %2f") == "100%, %4, %zz, /")
    }
}
