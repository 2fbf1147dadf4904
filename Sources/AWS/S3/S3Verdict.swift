import Foundations
import HTTP

/// What to do about an error of S3's. Pure: the client does it.
enum S3Verdict: Sendable, Hashable {
    /// Try again after a while.
    case retry(throttled: Bool)
    /// This machine's clock is off: sign again with the peer's time.
    case correctClock
    /// The bucket is in this region: sign and address again.
    case correctRegion(String)
    /// The bucket is in another region, and the answer does not say in which.
    case findRegion
    /// The keys have expired: fetch others.
    case renewCredentials
    /// Trying again cannot help.
    case giveUp

    /// The verdict on `error`.
    ///
    /// - Parameters:
    ///   - error: what S3 said.
    ///   - skew: seconds that the peer's clock is ahead of the time we signed with; nil when its answer had no date.
    ///   - bucket: as it is addressed now.
    init(_ error: S3Error, skew: Int64?, bucket: S3Bucket) {
        // AWS refuses beyond 15 minutes; less than 4 cannot be the reason.
        let isSkewed = abs(skew ?? 0) > 240
        switch error.code {
        case "RequestTimeTooSkewed", "RequestExpired":
            self = skew ?? 0 == 0 ? .giveUp : .correctClock
        case "SignatureDoesNotMatch", "InvalidSignatureException", "AuthFailure":
            self = isSkewed ? .correctClock : .giveUp
        case "AccessDenied" where error.isBare && isSkewed:
            self = .correctClock
        case "PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "BadRequest",
            "IllegalLocationConstraintException":
            self = Self.onRegion(error, bucket)
        case "ExpiredToken", "InvalidToken", "ExpiredTokenException", "TokenRefreshRequired":
            self = .renewCredentials
        case "SlowDown", "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled",
            "TooManyRequests", "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded",
            "BandwidthLimitExceeded", "ServiceUnavailable":
            self = .retry(throttled: true)
        case "ConditionalRequestConflict", "OperationAborted", "RequestTimeout", "BadDigest", "InvalidDigest",
            "XAmzContentSHA256Mismatch", "IncompleteBody", "InternalError":
            self = .retry(throttled: false)
        default:
            self = [500, 502, 503, 504].contains(error.status) ? .retry(throttled: false) : .giveUp
            // KMS's own limits come as `KMS.ThrottlingException`.
            if error.status == 429 || error.code.hasSuffix("ThrottlingException") { self = .retry(throttled: true) }
        }
    }

    private static func onRegion(_ error: S3Error, _ bucket: S3Bucket) -> S3Verdict {
        // Another server's redirect leads to a host that we were not told to trust.
        if bucket.endpoint != nil && error.code != "AuthorizationHeaderMalformed" && error.status != 400 {
            return .giveUp
        }
        if let region = error.region, !region.isEmpty, region != bucket.region, bucket.endpoint == nil || !error.isBare
        {
            return .correctRegion(region)
        }
        // An answer to HEAD has no body, so a bare 400 may be about the keys just as well.
        if error.code == "BadRequest" { return error.isBare && error.message.isEmpty ? .renewCredentials : .giveUp }
        return error.region == nil && bucket.endpoint == nil ? .findRegion : .giveUp
    }
}
