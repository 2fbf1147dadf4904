public import Foundations
import HTTP
import XMLCoder

/// What S3 says when it refuses, in the body or, where there is none, in the status and headers of its answer.
public struct S3Error: Sendable, Hashable {
    /// HTTP status; 200 for an error that was sent after its head.
    public var status: Int
    /// AWS's code, such as `NoSuchBucket`; derived from the status where there is no body.
    public var code: String
    /// AWS's words; empty where there is no body.
    public var message: String
    /// The region that the bucket is in, where the answer names it (`x-amz-bucket-region`, or `Region` in the body).
    public var region: String?
    /// What AWS's support asks for (`x-amz-request-id`).
    public var requestID: String?
    /// The second thing that AWS's support asks for (`x-amz-id-2`).
    public var hostID: String?
    /// The peer's clock, where the answer tells it.
    public var date: Timestamp?
    /// Whether ``code`` is derived: answers to HEAD have no body, and a proxy's page is not S3's.
    public var isBare: Bool

    private struct Body: Decodable {
        var code: String?
        var message: String?
        var region: String?
        var requestID: String?
        var hostID: String?
        var serverTime: String?

        enum CodingKeys: String, CodingKey {
            case code = "Code"
            case message = "Message"
            case region = "Region"
            case requestID = "RequestId"
            case hostID = "HostId"
            case serverTime = "ServerTime"
        }
    }

    /// The error in `response`; nil when it is none.
    ///
    /// - Parameters:
    ///   - response: the answer.
    ///   - bodyIsObject: a successful answer's body is an object's bytes, which may look like an error.
    init?(_ response: HTTPResponse, bodyIsObject: Bool) {
        let isSuccess = (200..<300).contains(response.status)
        let looksLikeError = S3XML.root(of: response.body) == "Error"
        if isSuccess && (bodyIsObject || !looksLikeError) { return nil }
        status = response.status
        requestID = response.header("x-amz-request-id")
        hostID = response.header("x-amz-id-2")
        region = response.header("x-amz-bucket-region")
        date = response.header("Date").flatMap(HTTPDate.parse)
        code = Self.code(forStatus: response.status)
        message = ""
        isBare = true
        // A proxy's page, or nothing at all: then the status must do.
        guard looksLikeError, let body = try? S3XML.decode(Body.self, from: response.body, limit: 1 << 16) else {
            message = S3XML.root(of: response.body) == nil ? "" : "the answer is not from S3"
            return
        }
        isBare = body.code == nil
        code = body.code ?? code
        message = body.message ?? ""
        region = body.region ?? region
        requestID = body.requestID ?? requestID
        hostID = body.hostID ?? hostID
        date = date ?? body.serverTime.flatMap { Timestamp(iso8601: $0) }
    }

    private static func code(forStatus status: Int) -> String {
        switch status {
        case 301, 308: "PermanentRedirect"
        case 307: "TemporaryRedirect"
        case 400: "BadRequest"
        case 403: "AccessDenied"
        case 404: "NotFound"
        case 409: "Conflict"
        case 412: "PreconditionFailed"
        case 416: "InvalidRange"
        case 429: "TooManyRequests"
        case 503: "ServiceUnavailable"
        default: status >= 500 ? "InternalError" : "HTTP \(status)"
        }
    }

    /// "AccessDenied: User … is not authorized … (status 403, request 4442587FB7D0A2F9)".
    public var words: String {
        let head = message.isEmpty ? code : "\(code): \(message)"
        return "\(head) (status \(status)\(requestID.map { ", request \($0)" } ?? ""))"
    }
}
