import Crypto
import Foundation

/// A check of Signature Version 4 from the server's side, after AWS's "Create a signed AWS API request".
struct PeerSignature {
    /// Whose key signed.
    var accessKey: String
    /// What the signature is good for.
    var day: String
    var region: String
    var service: String
    /// When it was made.
    var moment: Date
    private var signedHeaders: [String]
    private var signature: String

    /// Reads the `Authorization` header; nil when there is none or it is malformed.
    init?(_ request: PeerRequest) {
        guard let header = request.header("authorization"), header.hasPrefix("AWS4-HMAC-SHA256 "),
            let date = request.header("x-amz-date"), let moment = PeerText.moment(basic: date)
        else { return nil }
        var parts: [Substring: Substring] = [:]
        for part in header.dropFirst("AWS4-HMAC-SHA256 ".count).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            parts[pair[0].drop { $0 == " " }] = pair[1]
        }
        guard let credential = parts["Credential"]?.split(separator: "/"), credential.count == 5,
            credential[4] == "aws4_request", let names = parts["SignedHeaders"], let signature = parts["Signature"]
        else { return nil }
        accessKey = String(credential[0])
        day = String(credential[1])
        region = String(credential[2])
        service = String(credential[3])
        signedHeaders = names.split(separator: ";").map(String.init)
        self.signature = String(signature)
        self.moment = moment
    }

    /// Headers that AWS refuses to see unsigned.
    func unsignedHeaders(of request: PeerRequest) -> [String] {
        let signed = Set(signedHeaders)
        return Set(request.headers.map(\.name)).filter { name in
            (name == "host" || name.hasPrefix("x-amz-")) && !signed.contains(name)
        }
        .sorted()
    }

    /// Whether `secret` made this signature over this request.
    func matches(_ request: PeerRequest, secret: String) -> Bool {
        let payload = request.header("x-amz-content-sha256") ?? Self.hex(SHA256.hash(data: request.body))
        if payload.count == 64, payload != Self.hex(SHA256.hash(data: request.body)) { return false }
        let query = request.parameters.map { (PeerText.encoded($0.name), PeerText.encoded($0.value)) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        let headers = signedHeaders.map { name in
            let values = request.headers.filter { $0.name == name }.map { header in
                header.value.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
            }
            return "\(name):\(values.joined(separator: ","))\n"
        }
        let canonical = [
            request.method, request.path, query, headers.joined(), signedHeaders.joined(separator: ";"), payload,
        ].joined(separator: "\n")
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = [
            "AWS4-HMAC-SHA256", request.header("x-amz-date") ?? "", scope,
            Self.hex(SHA256.hash(data: Data(canonical.utf8))),
        ].joined(separator: "\n")
        var key = SymmetricKey(data: Data("AWS4\(secret)".utf8))
        for word in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Data(word.utf8), using: key))
        }
        return Self.hex(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)) == signature
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }
}
