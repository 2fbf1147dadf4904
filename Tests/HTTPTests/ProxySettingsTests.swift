import Foundations
import HTTP
import Testing

@Suite("ProxySettings")
struct ProxySettingsTests {
    @Test("each scheme has its proxy; the lower-case variable wins")
    func variables() throws {
        let settings = try ProxySettings(environment: [
            "HTTPS_PROXY": "http://secure.example.com:8080", "HTTP_PROXY": "upper.example.com",
            "http_proxy": "lower.example.com:3128",
        ])
        #expect(try settings.proxy(for: origin("https://s3.amazonaws.com"))?.host == "secure.example.com")
        #expect(try settings.proxy(for: origin("http://example.org"))?.host == "lower.example.com")
        #expect(try settings.proxy(for: origin("http://example.org"))?.port == 3128)
        #expect(try ProxySettings(environment: ["HTTPS_PROXY": ""]) == .none)
    }

    @Test("a proxy that is not http is refused by the variable's name, without its value")
    func refused() {
        for value in ["socks5://u:secret@p.example.com", "https://p.example.com", "http://p.example.com:port"] {
            let failure = #expect(throws: Failure.self) { _ = try ProxySettings(environment: ["https_proxy": value]) }
            #expect(failure?.kind == .configuration)
            #expect(
                failure?.description.contains("HTTPS_PROXY") == true && failure?.description.contains("secret") == false
            )
        }
    }

    @Test(
        "NO_PROXY",
        arguments: [
            ("*", "https://anything.example.com", true),
            ("example.com", "https://example.com", true),
            ("example.com", "https://api.example.com", true),
            ("example.com", "https://badexample.com", false),
            (".example.com", "https://api.example.com", true),
            ("*.example.com", "https://api.example.com", true),
            (" other.org , EXAMPLE.com ", "https://Api.Example.Com", true),
            ("example.com:8443", "https://example.com:8443", true),
            ("example.com:8443", "https://example.com", false),
            ("10.0.0.7", "https://10.0.0.7:9000", true),
            ("[fd00::1]:9000", "https://[fd00::1]:9000", true),
            ("fd00::1", "https://[fd00::1]:9000", true),
            ("", "https://example.com", false),
            (", ,", "https://example.com", false),
            ("", "http://localhost:8333", true),
            ("", "http://127.0.0.1:8333", true),
            ("", "http://[::1]:8333", true),
            ("", "http://127.example.com", false),
        ])
    func exceptions(list: String, url: String, isDirect: Bool) throws {
        let settings = try ProxySettings(environment: [
            "HTTPS_PROXY": "http://p.example.net:1", "HTTP_PROXY": "http://p.example.net:1", "NO_PROXY": list,
        ])
        let proxy = try settings.proxy(for: origin(url))
        #expect((proxy == nil) == isDirect)
    }

    private func origin(_ url: String) throws -> HTTPOrigin { try #require(HTTPOrigin(url: url)) }
}
