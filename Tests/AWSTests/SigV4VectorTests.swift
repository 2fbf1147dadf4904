import AWS
import Foundation
import Foundations
import HTTP
import Testing

/// AWS's own vectors: 38 requests, each signed in its headers and in its query; see the README beside them.
@Suite("SigV4 against AWS's vectors")
struct SigV4VectorTests {
    @Test("a signature in the Authorization header", arguments: try Vector.all())
    func header(vector: Vector) throws {
        let signed = vector.signer.sign(
            vector.request, as: vector.credentials, at: vector.time, sendsPayloadHash: vector.context.signBody,
            token: vector.token)
        let authorization = try #require(signed.headers.first { $0.name == "Authorization" }?.value)
        #expect(authorization.hasSuffix("Signature=\(try vector.expected("header-signature"))"), "\(authorization)")
    }

    @Test("a signature in the query", arguments: try Vector.all())
    func query(vector: Vector) throws {
        let signed = vector.signer.presign(
            vector.request, as: vector.credentials, at: vector.time, expiresIn: vector.context.expirationInSeconds,
            payload: .signed, token: vector.token)
        #expect(signed.url.hasSuffix("X-Amz-Signature=\(try vector.expected("query-signature"))"), "\(signed.url)")
    }

    @Test("all vectors are here")
    func count() throws { #expect(try Vector.all().count == 38) }
}

/// One folder of the suite.
struct Vector: Sendable, CustomTestStringConvertible {
    struct Context: Decodable, Sendable {
        struct Keys: Decodable, Sendable {
            var accessKeyId: String
            var secretAccessKey: String
            var token: String?
        }
        var credentials: Keys
        var expirationInSeconds: Int
        var normalize: Bool
        var region: String
        var service: String
        var signBody: Bool
        var omitSessionToken: Bool?
        var timestamp: Timestamp
    }

    let folder: URL
    let context: Context
    let request: HTTPRequest

    var testDescription: String { folder.lastPathComponent }
    var time: Timestamp { context.timestamp }
    var token: SigV4.TokenPlacement { context.omitSessionToken == true ? .unsigned : .signed }
    var credentials: AWSCredentials {
        AWSCredentials(
            accessKeyID: context.credentials.accessKeyId, secretAccessKey: context.credentials.secretAccessKey,
            sessionToken: context.credentials.token)
    }
    /// The vectors' paths are raw, so one encoding is all that they ask for: the path is encoded here for the wire where S3's rule
    /// holds, and left to the signer's second encoding where the other rule does.
    var signer: SigV4 {
        SigV4(region: context.region, service: context.service, path: context.normalize ? .normalized : .asSent)
    }

    static func all() throws -> [Vector] {
        let root = try #require(Bundle.module.url(forResource: "sigv4-test-suite", withExtension: nil))
        return try FileManager.default.contentsOfDirectory(
            at: root.appending(path: "v4"), includingPropertiesForKeys: nil
        )
        .sorted { $0.path < $1.path }.map(Vector.init)
    }

    init(_ folder: URL) throws {
        self.folder = folder
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        context = try decoder.decode(Context.self, from: Data(contentsOf: folder.appending(path: "context.json")))
        request = try Self.parse(
            String(decoding: Data(contentsOf: folder.appending(path: "request.txt")), as: UTF8.self),
            encodesPath: !context.normalize)
    }

    func expected(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: "\(name).txt")), as: UTF8.self)
    }

    private static func parse(_ text: String, encodesPath: Bool) throws -> HTTPRequest {
        let halves = text.components(separatedBy: "\n\n")
        var lines = halves[0].components(separatedBy: "\n")[...]
        let first = lines.removeFirst()
        let method = String(first.prefix { $0 != " " })
        let target = first.dropFirst(method.count + 1).replacing(" HTTP/1.1", with: "")
        let path = String(target.prefix { $0 != "?" })
        let query = target.dropFirst(path.count)
        var headers: [HTTPHeader] = []
        for line in lines where !line.isEmpty {
            if line.first?.isWhitespace == true {
                headers[headers.count - 1].value += "\n" + line
            } else {
                let name = String(line.prefix { $0 != ":" })
                headers.append(HTTPHeader(name, String(line.dropFirst(name.count + 1))))
            }
        }
        let host = try #require(headers.first { $0.name.lowercased() == "host" }?.value)
        let wirePath = encodesPath ? PercentEncoding.encode(path, keepingSlashes: true) : path
        return HTTPRequest(
            method: method, url: "https://\(host)\(wirePath)\(query)", headers: headers,
            body: Array(halves.dropFirst().joined(separator: "\n\n").utf8))
    }
}
