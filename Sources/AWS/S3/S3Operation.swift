/// The calls of S3's that hublake knows, by AWS's names for them.
public enum S3Operation: String, Sendable, Hashable, CaseIterable {
    case putObject = "PutObject"
    case getObject = "GetObject"
    case headObject = "HeadObject"
    case deleteObject = "DeleteObject"
    case deleteObjects = "DeleteObjects"
    case listObjects = "ListObjectsV2"
    case listObjectVersions = "ListObjectVersions"
    case getBucketLocation = "GetBucketLocation"
    case createMultipartUpload = "CreateMultipartUpload"
    case uploadPart = "UploadPart"
    case completeMultipartUpload = "CompleteMultipartUpload"
    case abortMultipartUpload = "AbortMultipartUpload"

    var method: String {
        switch self {
        case .putObject, .uploadPart: "PUT"
        case .getObject, .listObjects, .listObjectVersions, .getBucketLocation: "GET"
        case .headObject: "HEAD"
        case .deleteObject, .abortMultipartUpload: "DELETE"
        case .deleteObjects, .createMultipartUpload, .completeMultipartUpload: "POST"
        }
    }

    /// The permission that the call needs, as policies name it.
    func permission(forVersion: Bool) -> String {
        switch self {
        case .putObject, .createMultipartUpload, .uploadPart, .completeMultipartUpload: "s3:PutObject"
        case .getObject, .headObject: forVersion ? "s3:GetObjectVersion" : "s3:GetObject"
        case .deleteObject, .deleteObjects: forVersion ? "s3:DeleteObjectVersion" : "s3:DeleteObject"
        case .listObjects: "s3:ListBucket"
        case .listObjectVersions: "s3:ListBucketVersions"
        case .getBucketLocation: "s3:GetBucketLocation"
        case .abortMultipartUpload: "s3:AbortMultipartUpload"
        }
    }

    /// What the call does, as in "cannot … s3://bucket/key".
    var verb: String {
        switch self {
        case .putObject, .createMultipartUpload, .uploadPart, .completeMultipartUpload: "write"
        case .getObject, .headObject: "read"
        case .deleteObject, .deleteObjects: "delete"
        case .listObjects: "list"
        case .listObjectVersions: "list the versions of"
        case .getBucketLocation: "find the region of"
        case .abortMultipartUpload: "discard the unfinished upload of"
        }
    }

    /// Whether the call is about the bucket and not about one object in it.
    var isAboutBucket: Bool {
        switch self {
        case .listObjects, .listObjectVersions, .getBucketLocation: true
        default: false
        }
    }
}
