import HTTP

/// One request to a bucket, before it is signed and as often as it is sent.
struct S3Call: Sendable {
    enum Operation: String, Sendable {
        case put = "PutObject"
        case get = "GetObject"
        case head = "HeadObject"
        case list = "ListObjectsV2"
        case delete = "DeleteObject"

        var method: String {
            switch self {
            case .put: "PUT"
            case .get, .list: "GET"
            case .head: "HEAD"
            case .delete: "DELETE"
            }
        }

        /// The permission that the call needs, as policies name it.
        var permission: String {
            switch self {
            case .put: "s3:PutObject"
            case .get, .head: "s3:GetObject"
            case .list: "s3:ListBucket"
            case .delete: "s3:DeleteObject"
            }
        }

        var verb: String {
            switch self {
            case .put: "write"
            case .get, .head: "read"
            case .list: "list"
            case .delete: "delete"
            }
        }
    }

    var operation: Operation
    /// Empty for the bucket itself.
    var key: String
    /// What a listing asks for; empty otherwise.
    var prefix = ""
    var query: [QueryItem] = []
    var headers: [HTTPHeader] = []
    var body: [UInt8] = []

    /// Whether the call asks for a condition, which makes a repeated try ambiguous.
    var isConditional: Bool {
        headers.contains { $0.name == "If-None-Match" || $0.name == "If-Match" }
    }

    /// "cannot write s3://bucket/key".
    func what(in bucket: String) -> String {
        "cannot \(operation.verb) s3://\(bucket)/\(operation == .list ? prefix : key)"
    }
}
