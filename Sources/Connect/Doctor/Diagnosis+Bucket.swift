import AWS
import Foundations

// Checks 6 to 8: the bucket itself.
extension Diagnosis {
    /// Why nothing can be said about S3; nil when something can.
    var s3Obstacle: SkipReason? {
        if subject.role != nil, !findings.hasSession {
            return findings.granted(.callerIdentity) ? .noSession : .noIdentity
        }
        return findings[.bucketRegion] == nil ? .noIdentity : nil
    }

    private var listProbe: Probe { .list(prefix: subject.listPrefix, checksOwner: true) }

    var bucketRegion: Check {
        if let s3Obstacle { return skip(.region, s3Obstacle) }
        if let refusal = findings.refused(.bucketRegion) {
            return switch refusal.kind {
            case .noBucket: trouble(.region, .noSuchBucket, refusal)
            case .unreachable: trouble(.region, .s3Unreachable, refusal)
            default: trouble(.region, .unexpectedAnswer, refusal, found: refusal.words)
            }
        }
        if let refusal = findings.refused(listProbe), refusal.kind == .noBucket {
            return trouble(.region, .noSuchBucket, refusal)
        }
        guard let region = findings[.bucketRegion]?.region else { return pass(.region) }
        if subject.isAWS, subject.role != nil, Partition(region: region) != subject.grant.partition {
            return trouble(.region, .otherPartition, found: region)
        }
        if let asked = subject.region, asked != region { return trouble(.region, .regionCorrected, found: region) }
        return pass(.region, notes: ["the bucket is in \(region)"])
    }

    var listBucket: Check {
        if let s3Obstacle { return skip(.listBucket, s3Obstacle) }
        guard let answer = findings[listProbe] else { return skip(.listBucket, .noBucket) }
        guard let refusal = answer.refusal else { return pass(.listBucket) }
        guard refusal.kind != .noBucket else { return skip(.listBucket, .noBucket) }
        let statement = PolicyStatement.list(subject.grant).json
        if findings.granted(.list(prefix: subject.listPrefix, checksOwner: false)) {
            return trouble(.listBucket, .bucketOfAnotherAccount, refusal)
        }
        if !subject.prefix.isEmpty, findings.granted(.list(prefix: subject.prefix, checksOwner: true)) {
            return trouble(.listBucket, .listConditionWithoutStar, refusal, statement: statement)
        }
        return refused(.listBucket, refusal, missing: .listBucketDenied, action: "s3:ListBucket", statement: statement)
    }

    var getBucketLocation: Check {
        if let reason = objectObstacle { return skip(.getBucketLocation, reason) }
        guard let answer = findings[.bucketLocation] else { return skip(.getBucketLocation, .noBucket) }
        guard let refusal = answer.refusal else { return pass(.getBucketLocation) }
        switch refusal.kind {
        case .denied:
            return trouble(
                .getBucketLocation, .getBucketLocationDenied, refusal,
                statement: PolicyStatement.location(subject.grant).json)
        case .unsupported, .noObject: return skip(.getBucketLocation, .noLocationCall)
        default:
            return refused(
                .getBucketLocation, refusal, missing: .getBucketLocationDenied, action: "s3:GetBucketLocation",
                statement: nil)
        }
    }

    /// Why nothing can be said about objects; nil when something can.
    var objectObstacle: SkipReason? {
        if let s3Obstacle { return s3Obstacle }
        if findings.granted(.list(prefix: subject.listPrefix, checksOwner: false)) { return .notOurBucket }
        return findings[.bucketLocation] == nil ? .noBucket : nil
    }
}
