import AWS
import Foundations
import HTTP
import Synchronization
import TestSupport

/// S3's side of uploads in parts, by its rules: 5 MiB a part but the last, at most 10,000, an object only once all are there.
final class MultipartPeer: Sendable {
    /// What happens to a request instead of, or after, being carried out.
    enum Fault: Sendable {
        /// It is answered so and not carried out.
        case answer(HTTPResponse)
        /// It is carried out, and the answer is lost.
        case loseAnswer
        /// It is carried out, and the answer is this.
        case answerInstead(HTTPResponse)
    }

    struct Object: Sendable {
        var body: [UInt8]
        var writeID: String?
    }

    private struct State {
        var uploads: [String: [String: String]] = [:]
        var parts: [String: [Int: [UInt8]]] = [:]
        var objects: [String: Object] = [:]
        var requests: [HTTPRequest] = []
    }

    private let state = Mutex(State())
    private let fault: @Sendable (HTTPRequest, _ number: Int) -> Fault?

    /// - Parameter fault: asked about each request; `number` counts the requests of the same method and kind from 1.
    init(fault: @escaping @Sendable (HTTPRequest, _ number: Int) -> Fault? = { _, _ in nil }) { self.fault = fault }

    /// Bytes of which no two parts are alike.
    static func body(_ size: Int) -> [UInt8] {
        var body = [UInt8](repeating: 0x5A, count: size)
        for at in stride(from: 0, to: size, by: 4096) { body[at] = UInt8(truncatingIfNeeded: at >> 15) }
        return body
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    var objects: [String: Object] { state.withLock { $0.objects } }
    var openUploads: Int { state.withLock { $0.uploads.count } }

    /// The requests as words: `create`, `part 2`, `complete`, `abort`, `HEAD`.
    var story: [String] { requests.map(Self.kind) }

    func client(
        keys: any CredentialProvider = RenewableKeys(),
        writing: S3WriteSettings = S3WriteSettings(
            multipartThreshold: 1 << 20, partSize: 5 << 20, partsAtOnce: 1)
    ) -> (S3Client, Warnings) {
        let warnings = Warnings()
        let client = S3Client(
            bucket: S3Bucket("acme", region: "us-east-1"), credentials: keys,
            transport: ScriptedTransport { [self] in try answer($0) }, writing: writing, clock: ManualClock(),
            random: { 0.5 }, warn: { warnings.add($0) })
        return (client, warnings)
    }

    static func kind(_ request: HTTPRequest) -> String {
        if request.url.contains("?uploads=") { return "create" }
        if let number = query(request, "partNumber") { return "part \(number)" }
        guard query(request, "uploadId") != nil else { return request.method }
        return request.method == "POST" ? "complete" : "abort"
    }

    private static func query(_ request: HTTPRequest, _ name: String) -> String? {
        request.url.firstRange(of: "\(name)=").map { String(request.url[$0.upperBound...].prefix { $0 != "&" }) }
    }

    private func answer(_ request: HTTPRequest) throws -> HTTPResponse {
        let number = state.withLock { state in
            state.requests.append(request)
            return state.requests.count { Self.kind($0) == Self.kind(request) }
        }
        let fault = fault(request, number)
        if case .answer(let response) = fault { return response }
        let response = state.withLock { Self.carryOut(request, &$0) }
        switch fault {
        case .loseAnswer: throw Failure(.transient, "cannot send", why: "the connection was reset")
        case .answerInstead(let instead): return instead
        default: return response
        }
    }

    private static func carryOut(_ request: HTTPRequest, _ state: inout State) -> HTTPResponse {
        let key = String(request.url.dropFirst("https://acme.s3.us-east-1.amazonaws.com/".count).prefix { $0 != "?" })
        let upload = query(request, "uploadId") ?? ""
        switch kind(request) {
        case "create":
            let id = "upload-\(state.requests.count)"
            state.uploads[id] = ["write": request.header(writeIDHeader) ?? ""]
            state.parts[id] = [:]
            return .text(
                200, "<InitiateMultipartUploadResult><UploadId>\(id)</UploadId></InitiateMultipartUploadResult>")
        case "HEAD":
            guard let object = state.objects[key] else { return HTTPResponse(status: 404) }
            return .text(
                200, "",
                [
                    ("ETag", "\"whole\""), ("Content-Length", "\(object.body.count)"),
                    (writeIDHeader, object.writeID ?? ""),
                ])
        case let kind where state.uploads[upload] == nil:
            return kind == "abort" ? .text(404, "<Error><Code>NoSuchUpload</Code></Error>") : noSuchUpload
        case "abort":
            state.uploads[upload] = nil
            return HTTPResponse(status: 204)
        case "complete":
            return complete(request, key, upload, &state)
        default:
            guard let number = query(request, "partNumber").flatMap({ Int($0) }), (1...10_000).contains(number) else {
                return .text(400, "<Error><Code>InvalidArgument</Code></Error>")
            }
            state.parts[upload]?[number] = request.body
            return .text(200, "", [("ETag", "\"part-\(number)\"")])
        }
    }

    private static func complete(
        _ request: HTTPRequest, _ key: String, _ upload: String, _ state: inout State
    ) -> HTTPResponse {
        let parts = (state.parts[upload] ?? [:]).sorted { $0.key < $1.key }
        guard parts.dropLast().allSatisfy({ $0.value.count >= 5_242_880 }) else {
            return .text(400, "<Error><Code>EntityTooSmall</Code></Error>")
        }
        if request.header("If-None-Match") == "*" && state.objects[key] != nil {
            return .text(412, "<Error><Code>PreconditionFailed</Code></Error>")
        }
        state.objects[key] = Object(body: Array(parts.map(\.value).joined()), writeID: state.uploads[upload]?["write"])
        state.uploads[upload] = nil
        let blanks = String(repeating: "\r\n", count: 600)
        return .text(
            200,
            blanks + "<?xml version=\"1.0\"?><CompleteMultipartUploadResult><ETag>&quot;whole&quot;</ETag>"
                + "</CompleteMultipartUploadResult>", [("x-amz-version-id", "v7")])
    }

    private static let noSuchUpload = HTTPResponse.text(404, "<Error><Code>NoSuchUpload</Code></Error>")
}
