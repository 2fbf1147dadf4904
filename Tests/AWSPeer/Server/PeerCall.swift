import Foundation

/// A request with what it asks for.
struct PeerCall {
    var request: PeerRequest
    var now: Date
    var endpoint: PeerEndpoint?
    /// As AWS's documentation names it.
    var operation: String
    /// Empty for STS.
    var bucket = ""
    /// Decoded; empty for the bucket itself.
    var key = ""

    /// Whether it is a form with an `Action`.
    var isQueryAPI: Bool {
        request.method == "POST"
            && request.header("content-type")?.hasPrefix("application/x-www-form-urlencoded") == true
    }

    init(_ request: PeerRequest, now: Date) {
        self.request = request
        self.now = now
        endpoint = PeerEndpoint(host: request.host)
        operation = ""
        if case .s3(let inHost) = endpoint?.service, !isQueryAPI {
            var path = request.path.dropFirst()
            if let inHost {
                bucket = inHost
            } else {
                bucket = PeerText.decoded(path.prefix { $0 != "/" })
                path = path.drop { $0 != "/" }.dropFirst()
            }
            key = PeerText.decoded(path)
            operation = Self.s3Operation(request, hasKey: !key.isEmpty)
        } else {
            operation = request.field("Action") ?? request.parameter("Action") ?? "?"
        }
    }

    private static func s3Operation(_ request: PeerRequest, hasKey: Bool) -> String {
        let names = Set(request.parameters.map(\.name))
        switch (request.method, hasKey) {
        case ("HEAD", false): return "HeadBucket"
        case ("HEAD", true): return "HeadObject"
        case ("GET", false):
            if names.contains("location") { return "GetBucketLocation" }
            if names.contains("versioning") { return "GetBucketVersioning" }
            if names.contains("versions") { return "ListObjectVersions" }
            if names.contains("uploads") { return "ListMultipartUploads" }
            return "ListObjectsV2"
        case ("GET", true): return names.contains("uploadId") ? "ListParts" : "GetObject"
        case ("PUT", true): return names.contains("uploadId") ? "UploadPart" : "PutObject"
        case ("POST", true): return names.contains("uploads") ? "CreateMultipartUpload" : "CompleteMultipartUpload"
        case ("POST", false): return names.contains("delete") ? "DeleteObjects" : "?"
        case ("DELETE", true): return names.contains("uploadId") ? "AbortMultipartUpload" : "DeleteObject"
        default: return "?"
        }
    }
}
