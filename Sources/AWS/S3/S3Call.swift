import HTTP

/// One request to a bucket, before it is signed and as often as it is sent.
struct S3Call: Sendable {
    var operation: S3Operation
    /// Empty for the bucket itself.
    var key = ""
    /// The version asked for; nil for whatever is current.
    var version: String?
    /// What a listing asks for; empty otherwise.
    var prefix = ""
    var query: [QueryItem] = []
    var headers: [HTTPHeader] = []
    var body: [UInt8] = []

    init(_ operation: S3Operation, key: String = "", version: String? = nil) {
        self.operation = operation
        self.key = key
        self.version = version
        if let version { query.append(QueryItem("versionId", version)) }
    }

    /// The permission that the call needs, as policies name it.
    var permission: String { operation.permission(forVersion: version != nil) }

    /// "cannot write s3://bucket/key".
    func what(in bucket: String) -> String {
        "cannot \(operation.verb) s3://\(bucket)/\(operation.isAboutBucket ? prefix : key)"
    }
}
