import AWS
import Foundations

/// Turns answers into the report: pure, so that every answer of AWS's can be tried in a test.
public struct Diagnosis: Sendable {
    let subject: DoctorSubject
    let findings: Findings

    /// The report on `subject` after `findings`.
    public static func report(_ subject: DoctorSubject, _ findings: Findings) -> DoctorReport {
        Diagnosis(subject: subject, findings: findings).report
    }

    private var report: DoctorReport {
        DoctorReport(
            subject: subject, identity: principal,
            region: findings[.bucketRegion]?.region ?? (subject.isAWS ? nil : subject.region),
            isVersioned: findings.isVersioned, clockOffset: findings[.callerIdentity]?.clockOffset,
            acceptsNextID: findings.granted(.assumeRole(.next)), checks: CheckID.allCases.map(check),
            leftBehind: findings.leftBehind(subject))
    }

    private func check(_ id: CheckID) -> Check {
        switch id {
        case .ourIdentity: ourIdentity
        case .clock: clock
        case .roleAssumable: roleAssumable
        case .externalIDEnforced: externalIDEnforced
        case .rightAccount: rightAccount
        case .region: bucketRegion
        case .listBucket: listBucket
        case .getBucketLocation: getBucketLocation
        case .putObject: putObject
        case .getObject: getObject
        case .getObjectVersion: getObjectVersion
        case .deleteObject: deleteObject
        case .deleteObjectVersion: deleteObjectVersion
        case .multipart: multipart
        case .conditionalWrite: conditionalWrite
        case .checksums: checksums
        case .outsidePrefix: outsidePrefix
        }
    }

    /// hublake's principal: as AWS says, else as it was when the connection was reserved.
    var principal: String? {
        guard let arn = findings[.callerIdentity]?.arn else { return subject.principal }
        return PrincipalARN(arn)?.trusted ?? arn
    }

    /// The trust policy as it should be.
    var rightTrust: JSONValue? {
        guard let principal, let id = subject.nextExternalID ?? subject.externalID else { return nil }
        return PolicyDocument.trust(principal: principal, externalID: id).json
    }
}

// MARK: - The four outcomes

extension Diagnosis {
    func pass(_ id: CheckID, notes: [String] = []) -> Check {
        Check(id: id, outcome: .pass, summary: id.question, notes: notes)
    }

    func skip(_ id: CheckID, _ reason: SkipReason) -> Check {
        Check(id: id, outcome: .skipped, summary: reason.rawValue)
    }

    func trouble(
        _ id: CheckID, _ cause: Cause, _ refusal: Refusal? = nil, found: String = "", statement: JSONValue? = nil,
        notes: [String] = []
    ) -> Check {
        let values = [
            "found": found, "bucket": subject.grant.bucket, "place": subject.place,
            "role": subject.role?.description ?? "of hublake", "name": subject.role?.name ?? subject.grant.roleName,
            "account": subject.bucketOwner ?? subject.role?.account ?? "that hublake's keys belong to",
            "principal": principal ?? "shown by `hublake connect`",
        ]
        return Check(
            id: id, outcome: cause.outcome, summary: Cause.fill(cause.meaning, values), cause: cause,
            remedy: Cause.fill(cause.cure, values), statement: statement, aws: refusal, notes: notes)
    }

    /// A refusal of S3's: the cause follows from AWS's code and words; `missing` is it when a statement is missing.
    func refused(_ id: CheckID, _ refusal: Refusal, missing: Cause, action: String, statement: JSONValue?) -> Check {
        switch refusal.kind {
        case .denied:
            let denial = Denial(refusal.message)
            let cause = denial.cause(missing: missing)
            switch cause {
            case .kmsDecryptDenied, .kmsGenerateDataKeyDenied:
                let key = denial.resource.flatMap { $0.hasPrefix("arn:") ? $0 : nil } ?? subject.grant.kmsKey
                return trouble(
                    id, cause, refusal, found: key ?? "", statement: key.map { PolicyStatement.key($0).json })
            case missing, .permissionsBoundary:
                return trouble(id, cause, refusal, found: denial.action ?? action, statement: statement)
            default: return trouble(id, cause, refusal, found: denial.action ?? action)
            }
        case .key:
            switch refusal.code {
            case "KMS.DisabledException": return trouble(id, .kmsKeyDisabled, refusal)
            case "KMS.NotFoundException": return trouble(id, .kmsKeyMissing, refusal)
            default: return trouble(id, .kmsKeyUnusable, refusal, found: refusal.code ?? "")
            }
        case .keysRefused: return trouble(id, .keysRefused, refusal)
        case .unreachable: return trouble(id, .s3Unreachable, refusal)
        default: return trouble(id, .unexpectedAnswer, refusal, found: refusal.words)
        }
    }
}

/// Why a check was not made.
public enum SkipReason: String, CaseIterable, Sendable {
    case noRole = "there is no role: hublake uses its own keys as they are"
    case noExternalID = "no external id is set, which is safe only for a role of your own account"
    case anotherServer = "this is not AWS"
    case noIdentity = "AWS must know hublake first"
    case noSession = "the role must let hublake in first"
    case noBucket = "the bucket must be found and reached first"
    case notOurBucket = "hublake writes nothing into a bucket of another account"
    case nothingWritten = "hublake could not write the object that this check needs"
    case cannotCleanUp = "what it writes could not be removed again"
    case wholeBucket = "the whole bucket is granted"
    case noLocationCall = "this server has no such call"
    case noVersions = "this server keeps no versions"
}
