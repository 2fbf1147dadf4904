import Foundation

extension PeerCloud.State {
    /// Answers a call of S3: first where, then who, then whether, then what.
    mutating func s3(_ call: PeerCall) -> PeerAnswer {
        guard let bucket = setup.buckets.first(where: { $0.name == call.bucket }) else {
            if !call.request.isSigned { return PeerAnswer(404) }
            do {
                _ = try principal(of: call)
            } catch {
                return Self.s3Answer(error.problem, call)
            }
            return S3Refusal.answer(
                404, "NoSuchBucket", "The specified bucket does not exist", elements: [("BucketName", call.bucket)]
            )
            .withoutBody(toHEAD: call)
        }
        let region = call.endpoint?.region
        if let region, region != bucket.region { return misrouted(call, bucket) }
        guard call.request.isSigned else {
            return S3Refusal.answer(
                403, "AccessDenied", "Access Denied", headers: ["x-amz-bucket-region": bucket.region]
            )
            .withoutBody(toHEAD: call)
        }
        let caller: PeerPrincipal
        do {
            caller = try principal(of: call)
        } catch {
            return Self.s3Answer(error.problem, call).withoutBody(toHEAD: call)
        }
        if let signature = PeerSignature(call.request), signature.service != "s3" || signature.region != bucket.region {
            return Self.malformedAuthorization(signature.region, bucket).withoutBody(toHEAD: call)
        }
        if let owner = call.request.header("x-amz-expected-bucket-owner"), owner != bucket.owner {
            return S3Refusal.accessDenied.withoutBody(toHEAD: call)
        }
        if let refusal = refusal(of: call, by: caller, bucket) { return refusal.withoutBody(toHEAD: call) }
        return carryOut(call, bucket).withoutBody(toHEAD: call)
    }

    private func misrouted(_ call: PeerCall, _ bucket: PeerBucket) -> PeerAnswer {
        let endpoint = "\(bucket.name).s3.\(bucket.region).amazonaws.com"
        let header = ["x-amz-bucket-region": bucket.region]
        let answer =
            switch bucket.misrouted {
            case .permanentRedirect:
                S3Refusal.answer(
                    301, "PermanentRedirect",
                    "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all "
                        + "future requests to this endpoint.",
                    elements: [("Endpoint", endpoint), ("Bucket", bucket.name)], headers: header)
            case .temporaryRedirect:
                S3Refusal.answer(
                    307, "TemporaryRedirect",
                    "Please re-send this request to the specified temporary endpoint. Continue to use the original request "
                        + "endpoint for future requests.",
                    elements: [("Endpoint", endpoint), ("Bucket", bucket.name)],
                    headers: header.merging(["Location": "https://\(endpoint)\(call.request.path)"]) { own, _ in own })
            case .malformedAuthorization:
                call.request.isSigned
                    ? Self.malformedAuthorization(call.endpoint?.region ?? "", bucket)
                    : S3Refusal.answer(400, "BadRequest", "Bad Request", headers: header)
            }
        return answer.withoutBody(toHEAD: call)
    }

    private static func malformedAuthorization(_ region: String, _ bucket: PeerBucket) -> PeerAnswer {
        S3Refusal.answer(
            400, "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the region '\(region)' is wrong; expecting '\(bucket.region)'",
            elements: [("Region", bucket.region)], headers: ["x-amz-bucket-region": bucket.region])
    }

    /// The first policy, key or condition that stands in the way; nil when nothing does.
    private func refusal(of call: PeerCall, by caller: PeerPrincipal, _ bucket: PeerBucket) -> PeerAnswer? {
        guard caller.account == bucket.owner, let action = call.action else { return S3Refusal.accessDenied }
        let resource = "arn:aws:s3:::\(bucket.name)\(call.key.isEmpty ? "" : "/\(call.key)")"
        func denied(_ denial: PeerDenial) -> PeerAnswer {
            guard bucket.namesPolicies else { return S3Refusal.accessDenied }
            return S3Refusal.answer(
                403, "AccessDenied",
                "User: \(caller.arn) is not authorized to perform: \(action) on resource: \"\(resource)\" \(denial.because(action))"
            )
        }
        if let denial = bucket.denials[action] { return denied(denial) }
        if let prefix = bucket.prefix {
            let name = call.operation == "ListObjectsV2" ? call.request.parameter("prefix") ?? "" : call.key
            let isUnder = name.hasPrefix("\(prefix)/")
            let isAboutBucket = call.key.isEmpty && call.operation != "ListObjectsV2"  // DeleteObjects tells for each.
            let isFree = call.operation == "ListObjectsV2" && !bucket.listingNeedsPrefix
            if !isUnder && !isAboutBucket && !isFree { return denied(.identityPolicy) }
        }
        let isMissing = objects[bucket.name]?.current(call.key) == nil && call.request.parameter("versionId") == nil
        if ["GetObject", "HeadObject"].contains(call.operation), isMissing {
            // Who may not list the whole bucket is not told whether the object exists.
            guard bucket.prefix == nil || !bucket.listingNeedsPrefix else { return denied(.identityPolicy) }
            return nil
        }
        let keyActions = call.keyActions
        if let key = bucket.key, !keyActions.isEmpty,
            let (status, code, message) = key.refusal(of: keyActions, by: caller.arn)
        {
            return S3Refusal.answer(status, code, message)
        }
        return nil
    }

    private static func s3Answer(_ problem: PeerSignatureProblem, _ call: PeerCall) -> PeerAnswer {
        switch problem {
        case .missing: S3Refusal.accessDenied
        case .unknownKey:
            S3Refusal.answer(
                403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
        case .wrongSecret:
            S3Refusal.answer(
                403, "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method."
            )
        case .expired: S3Refusal.expiredToken
        case .invalidToken:
            S3Refusal.answer(400, "InvalidToken", "The provided token is malformed or otherwise invalid.")
        case .unsigned(let names):
            S3Refusal.answer(
                403, "AccessDenied", "There were headers present in the request which were not signed",
                elements: [("HeadersNotSigned", names.joined(separator: ", "))])
        case .tooFarOff(let moment):
            S3Refusal.answer(
                403, "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
                elements: [
                    ("RequestTime", PeerText.iso8601(moment)), ("ServerTime", PeerText.iso8601(call.now)),
                    ("MaxAllowedSkewMilliseconds", "900000"),
                ])
        }
    }
}

extension PeerCall {
    /// The permission that the call needs; nil for a call that nobody knows.
    var action: String? {
        let names = Set(request.parameters.map(\.name))
        let hasVersion = names.contains("versionId")
        switch operation {
        case "HeadBucket", "ListObjectsV2": return "s3:ListBucket"
        case "GetBucketLocation": return "s3:GetBucketLocation"
        case "GetBucketVersioning": return "s3:GetBucketVersioning"
        case "ListObjectVersions": return "s3:ListBucketVersions"
        case "ListMultipartUploads": return "s3:ListBucketMultipartUploads"
        case "ListParts": return "s3:ListMultipartUploadParts"
        case "AbortMultipartUpload": return "s3:AbortMultipartUpload"
        case "GetObject", "HeadObject": return hasVersion ? "s3:GetObjectVersion" : "s3:GetObject"
        case "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload":
            if request.header("x-amz-acl") != nil { return "s3:PutObjectAcl" }
            return request.header("x-amz-tagging") == nil ? "s3:PutObject" : "s3:PutObjectTagging"
        case "DeleteObject": return hasVersion ? "s3:DeleteObjectVersion" : "s3:DeleteObject"
        case "DeleteObjects": return "s3:DeleteObject"
        default: return nil
        }
    }

    /// What the call needs of the bucket's KMS key.
    var keyActions: [String] {
        switch operation {
        case "PutObject": ["kms:GenerateDataKey"]
        case "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload": ["kms:GenerateDataKey", "kms:Decrypt"]
        case "GetObject", "HeadObject": ["kms:Decrypt"]
        default: []
        }
    }
}

extension PeerAnswer {
    /// HEAD has no body, whatever is wrong.
    func withoutBody(toHEAD call: PeerCall) -> PeerAnswer {
        guard call.request.method == "HEAD", status >= 300 else { return self }
        var copy = self
        copy.body = []
        copy.headers["Content-Length"] = nil
        return copy
    }
}
