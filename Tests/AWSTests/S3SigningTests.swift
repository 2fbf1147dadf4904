import AWS
import Foundations
import HTTP
import Testing

/// The examples of AWS's page "Signature Calculations for the Authorization Header", which hold S3's own rules: a path that is
/// encoded once, a signed payload hash, and `UNSIGNED-PAYLOAD` in presigned URLs.
@Suite("SigV4 against the examples of S3's documentation")
struct S3SigningTests {
    private let signer = SigV4(region: "us-east-1", service: "s3", path: .asSent)
    private let credentials = AWSCredentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    private let host = "https://examplebucket.s3.amazonaws.com"

    private func signature(_ request: HTTPRequest) throws -> String {
        let time = try #require(Timestamp(iso8601: "2013-05-24T00:00:00Z"))
        let header = try #require(
            signer.sign(request, as: credentials, at: time).headers.first { $0.name == "Authorization" })
        return String(header.value.suffix(64))
    }

    @Test("GET with a range")
    func get() throws {
        let request = HTTPRequest(method: "GET", url: host + "/test.txt", headers: [HTTPHeader("Range", "bytes=0-9")])
        #expect(try signature(request) == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    @Test("PUT of a key that needs encoding")
    func put() throws {
        let request = HTTPRequest(
            method: "PUT", url: host + "/test%24file.text",
            headers: [
                HTTPHeader("Date", "Fri, 24 May 2013 00:00:00 GMT"),
                HTTPHeader("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ],
            body: Array("Welcome to Amazon S3.".utf8))
        #expect(try signature(request) == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    }

    @Test("a query name without a value, and a listing")
    func queries() throws {
        let lifecycle = HTTPRequest(method: "GET", url: host + "/?lifecycle")
        #expect(try signature(lifecycle) == "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
        let listing = HTTPRequest(method: "GET", url: host + "/?max-keys=2&prefix=J")
        #expect(try signature(listing) == "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
    }

    @Test("a presigned URL with an unsigned payload")
    func presigned() throws {
        let time = try #require(Timestamp(iso8601: "2013-05-24T00:00:00Z"))
        let signed = signer.presign(
            HTTPRequest(method: "GET", url: host + "/test.txt"), as: credentials, at: time, expiresIn: 86_400)
        #expect(
            signed.url.hasSuffix("X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"))
    }

    @Test("headers that a proxy may change are left out, the port of a custom endpoint is in")
    func signedHeaders() throws {
        let request = HTTPRequest(
            method: "GET", url: "http://127.0.0.1:8333/b",
            headers: [HTTPHeader("User-Agent", "x"), HTTPHeader("Expect", "y"), HTTPHeader("X-Amz-Meta-A", "z")])
        let signed = signer.sign(request, as: credentials, at: Timestamp(microseconds: 0))
        let value = try #require(signed.headers.first { $0.name == "Authorization" }?.value)
        #expect(value.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-meta-a,"))
        #expect(signed.headers.contains(HTTPHeader("Host", "127.0.0.1:8333")))
    }

    @Test("credentials never show their secret")
    func secrets() {
        var text = "\(credentials)" + String(reflecting: credentials)
        dump(credentials, to: &text)
        #expect(!text.contains("wJalr") && !text.contains("AKIAIOSFODNN7EXAMPLE"))
    }

    @Test("keys from the environment: blanks cut off, a missing one named")
    func environment() async throws {
        let found = try await EnvironmentCredentials([
            "AWS_ACCESS_KEY_ID": " AKIA1 ", "AWS_SECRET_ACCESS_KEY": "s\n", "AWS_SESSION_TOKEN": "",
        ]).credentials()
        #expect(found == AWSCredentials(accessKeyID: "AKIA1", secretAccessKey: "s"))
        let failure = await #expect(throws: Failure.self) {
            try await EnvironmentCredentials(["AWS_ACCESS_KEY_ID": "AKIA1"]).credentials()
        }
        #expect(failure?.kind == .configuration && failure?.why.contains("AWS_SECRET_ACCESS_KEY") == true)
    }
}
