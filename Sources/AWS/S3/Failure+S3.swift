import Foundations
import HTTP

/// S3's errors as failures: AWS's code decides who must act and what they can do.
extension Failure {
    /// `error`, which ended `call` on `bucket`.
    init(_ error: S3Error, _ call: S3Call, _ bucket: S3Bucket) {
        let (kind, remedy) = Self.judgement(error, call, bucket)
        self.init(kind, call.what(in: bucket.name), why: error.words, remedy: remedy)
    }

    private static func judgement(
        _ error: S3Error, _ call: S3Call, _ bucket: S3Bucket
    ) -> (FailureKind, String?) {
        switch error.code {
        case "AccessDenied", "AllAccessDisabled", "AccountProblem":
            return (.authorization, permissionRemedy(error, call, bucket))
        case "InvalidAccessKeyId":
            return (
                .authorization,
                "The endpoint does not know this access key: check AWS_ACCESS_KEY_ID, or create a new key."
            )
        case "SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure":
            return (
                .authorization, "The secret access key does not belong to the access key: check AWS_SECRET_ACCESS_KEY."
            )
        case "ExpiredToken", "InvalidToken", "ExpiredTokenException", "TokenRefreshRequired":
            return (.authorization, "The temporary AWS keys have expired: fetch new ones.")
        case let code where code.hasPrefix("KMS."):
            return (.authorization, "\(kmsRemedy(call)) Check that it exists in the bucket's region and is enabled.")
        case "NoSuchBucket":
            return (.configuration, "Create the bucket \(bucket.name), or correct the destination's URL.")
        case "InvalidBucketName":
            return (.configuration, "Correct the bucket's name in the destination's URL.")
        case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException":
            let region = error.region.map { "Set the region to \($0)." }
            return (.configuration, region ?? "Set the region that the bucket is in; its AWS console page names it.")
        case "RequestTimeTooSkewed", "RequestExpired":
            return (.configuration, "Set this machine's clock; AWS refuses requests that are more than 15 minutes off.")
        case "PreconditionFailed", "ConditionalRequestConflict", "OperationAborted":
            return (.conflict, nil)
        case "NoSuchKey":
            return call.operation == .putObject || call.operation == .completeMultipartUpload
                ? (.conflict, nil) : (.notFound, nil)
        case "NotFound":
            return call.operation.isAboutBucket
                ? (.configuration, "Check the bucket and the endpoint.") : (.notFound, nil)
        case "NoSuchUpload":
            return (.transient, "Somebody discarded the upload, perhaps a lifecycle rule of the bucket: run it again.")
        case "EntityTooLarge", "KeyTooLongError":
            return (.internal, nil)
        case "NotImplemented", "MethodNotAllowed":
            return (
                .configuration,
                "This S3-compatible server lacks what hublake needs: conditional writes and listings. If it only lacks "
                    + "checksums, set s3-checksums to when-required."
            )
        case "InvalidRequest",
            "InvalidArgument" where bucket.endpoint != nil:
            return (
                .configuration,
                "Check the endpoint and the bucket's settings; a server that knows no checksums needs s3-checksums: "
                    + "when-required."
            )
        default:
            return statusJudgement(error)
        }
    }

    private static func statusJudgement(_ error: S3Error) -> (FailureKind, String?) {
        switch S3Verdict(error, skew: nil, bucket: S3Bucket("")) {
        case .retry(throttled: true):
            return (.rateLimited, "S3 asked to slow down for longer than hublake waits: run it again later.")
        case .retry(throttled: false):
            return (.transient, "Run it again later; https://health.aws.amazon.com shows AWS's own troubles.")
        default: break
        }
        return switch error.status {
        case 401, 403: (.authorization, "Check the keys and the bucket's policies.")
        case 404: (.notFound, nil)
        case 409, 412: (.conflict, nil)
        default: (.configuration, "Check the endpoint, the region and the bucket's settings.")
        }
    }

    /// AWS names the kind of policy that refused, where requester and bucket are in one account.
    private static func permissionRemedy(_ error: S3Error, _ call: S3Call, _ bucket: S3Bucket) -> String {
        let message = error.message.lowercased()
        if message.contains("kms:") { return kmsRemedy(call) }
        let places = [
            ("service control policy", "an AWS Organizations service control policy"),
            ("resource control policy", "an AWS Organizations resource control policy"),
            ("permissions boundary", "the permissions boundary of the user or role"),
            ("session policy", "the session policy"), ("vpc endpoint policy", "the VPC endpoint's policy"),
            ("resource-based policy", "the bucket's policy"),
        ]
        let partition = (Partition(region: bucket.region) ?? .aws).rawValue
        let objects = call.operation.isAboutBucket ? "" : "/\(folder(of: call.key))*"
        let resource = "arn:\(partition):s3:::\(bucket.name)\(objects)"
        let allow = "Allow \(call.permission) on \(resource)"
        if let place = places.first(where: { message.contains($0.0) })?.1 { return "\(allow): \(place) refuses it." }
        return "\(allow) in the policy of the user or role, and check the bucket's policy." + doubts(call, bucket)
    }

    /// What else S3 answers with a plain refusal.
    private static func doubts(_ call: S3Call, _ bucket: S3Bucket) -> String {
        let owner = bucket.expectedOwner.map { " Check that the bucket belongs to the account \($0)." }
        // A single put needs no kms:Decrypt, so a policy may let small objects through and no large ones.
        let isInParts = call.operation == .uploadPart || call.operation == .completeMultipartUpload
        let decrypt = isInParts ? " If the bucket encrypts with KMS, allow kms:Decrypt on its key as well." : ""
        return (owner ?? "") + decrypt
    }

    private static func kmsRemedy(_ call: S3Call) -> String {
        let key = call.headers.first { $0.name == "x-amz-server-side-encryption-aws-kms-key-id" }?.value
        return
            "Allow kms:GenerateDataKey and kms:Decrypt on \(key.map { "the KMS key \($0)" } ?? "the bucket's KMS key")."
    }

    private static func folder(of key: String) -> Substring {
        key.lastIndex(of: "/").map { key[...$0] } ?? ""
    }
}
