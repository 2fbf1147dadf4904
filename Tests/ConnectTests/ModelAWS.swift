import AWS
import Foundations
import Synchronization

@testable import Connect

/// An AWS of a few lines: a role with a trust policy and permissions, and a bucket that remembers what was written. Independent of the
/// doctor's plan: it answers whatever it is asked, as AWS would, so that what is left in the bucket is a fact and not an opinion.
final class ModelAWS: Prober {
    struct Settings {
        var allowed: Set<String> = [
            "s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion",
            "s3:ListBucket",
            "s3:GetBucketLocation", "s3:AbortMultipartUpload",
        ]
        /// What stands after "is not authorized to perform …".
        var denial = "because no identity-based policy allows the %@ action"
        var isVersioned = false
        /// The ids that the role's trust policy accepts; `nil` among them: none is needed.
        var trusted: Set<String?> = [ModelAWS.id]
        var acceptsAnyID = false
        var outsideIsAllowed = false
        var listsPrefixItself = false
        var region: String? = "eu-central-1"
        var account = "222233334444"
        var clockOffset: Int64 = 0
        var bucketExists = true
        var ignoresMD5 = false
        var ignoresConditions = false
        var ignoresChecksums = false
        /// Answers that replace the model's.
        var overrides: [Probe: Refusal] = [:]
    }

    struct Stored: Hashable {
        var version: String
        var isMarker = false
    }

    struct State {
        var settings: Settings
        var versions: [Stored] = []
        var outside = 0
        var unfinishedUploads = 0
        var asked: [Probe] = []
        var count = 0
    }

    static let id = "hs-aaaabbbbccccddddeeeeffffgggghhhh"
    static let role = "arn:aws:iam::222233334444:role/hublake-export"
    static let principal = "arn:aws:iam::111122223333:user/hublake"

    private let state: Mutex<State>

    init(_ change: (inout Settings) -> Void = { _ in }) {
        var settings = Settings()
        change(&settings)
        state = Mutex(State(settings: settings))
    }

    var settings: Settings { state.withLock(\.settings) }
    var asked: [Probe] { state.withLock(\.asked) }
    /// Everything that is in the bucket now.
    var left: Int { state.withLock { $0.versions.count + $0.outside + $0.unfinishedUploads } }

    func change(_ change: (inout Settings) -> Void) { state.withLock { change(&$0.settings) } }

    func answer(to probe: Probe, about subject: DoctorSubject) async throws -> ProbeAnswer {
        state.withLock { state in
            state.asked.append(probe)
            if let refusal = state.settings.overrides[probe] { return ProbeAnswer(refusal) }
            return Self.answer(probe, subject, &state)
        }
    }

    private static func denied(_ action: String, _ settings: Settings) -> ProbeAnswer {
        let reason = settings.denial.replacing("%@", with: action)
        return ProbeAnswer(
            Refusal(
                status: 403, code: "AccessDenied",
                message:
                    "User: arn:aws:sts::222233334444:assumed-role/hublake-export/x is not authorized to perform: \(action) "
                    + "on resource: \"arn:aws:s3:::acme-lake/x\" \(reason)", requestID: "R1"))
    }

    private static func answer(_ probe: Probe, _ subject: DoctorSubject, _ state: inout State) -> ProbeAnswer {
        var answer = ProbeAnswer()
        let settings = state.settings
        func may(_ action: String) -> Bool { settings.allowed.contains(action) }
        switch probe {
        case .callerIdentity:
            answer.arn = principal
            answer.account = "111122223333"
            answer.clockOffset = settings.clockOffset
        case .assumeRole(let choice):
            let id: String? =
                switch choice {
                case .current: subject.externalID
                case .next: subject.nextExternalID
                case .none: nil
                case .wrong: "hs-wrong"
                case .placeholder: "0000"
                case .other(let index): subject.otherIDs[index].id.text
                }
            guard
                settings.trusted.contains(id) || settings.trusted.contains(nil) || (settings.acceptsAnyID && id != nil)
            else {
                return ProbeAnswer(
                    Refusal(
                        status: 403, code: "AccessDenied",
                        message: "User: \(principal) is not authorized to perform: sts:AssumeRole on resource: \(role)",
                        requestID: "R0"))
            }
        case .sessionIdentity: answer.account = settings.account
        case .bucketRegion:
            guard settings.bucketExists else { return ProbeAnswer(Refusal(status: 404, code: "NoSuchBucket")) }
            answer.region = settings.region
        case .list(let prefix, _):
            if settings.listsPrefixItself, prefix == subject.prefix { return answer }
            guard may("s3:ListBucket") else { return denied("s3:ListBucket", settings) }
        case .bucketLocation:
            guard may("s3:GetBucketLocation") else { return denied("s3:GetBucketLocation", settings) }
        default: return object(probe, &state)
        }
        return answer
    }

    private static func object(_ probe: Probe, _ state: inout State) -> ProbeAnswer {
        var answer = ProbeAnswer()
        let settings = state.settings
        func need(_ action: String) -> ProbeAnswer? {
            settings.allowed.contains(action) ? nil : denied(action, settings)
        }
        func store() -> ProbeAnswer {
            var answer = ProbeAnswer()
            state.count += 1
            if settings.isVersioned {
                answer.versionID = "v\(state.count)"
                state.versions.append(Stored(version: "v\(state.count)"))
            } else {
                state.versions = [Stored(version: "null")]
            }
            return answer
        }
        let exists = state.versions.last.map { !$0.isMarker } ?? false
        switch probe {
        case .dryPut(.inside), .putWithWrongChecksum:
            if let denied = need("s3:PutObject") { return denied }
            let isIgnored = probe == .putWithWrongChecksum ? settings.ignoresChecksums : settings.ignoresMD5
            return isIgnored ? store() : ProbeAnswer(Refusal(status: 400, code: "BadDigest"))
        case .dryPut(.outside):
            guard settings.outsideIsAllowed else { return denied("s3:PutObject", settings) }
            guard settings.ignoresMD5 else { return ProbeAnswer(Refusal(status: 400, code: "BadDigest")) }
            state.outside = 1
        case .putIfAbsent:
            if let denied = need("s3:PutObject") { return denied }
            guard !exists || settings.ignoresConditions else {
                return ProbeAnswer(Refusal(status: 412, code: "PreconditionFailed"))
            }
            return store()
        case .adopt:
            if let denied = need("s3:GetObject") { return denied }
            answer.versionID = settings.isVersioned ? state.versions.last?.version : nil
        case .put:
            if let denied = need("s3:PutObject") { return denied }
            return store()
        case .get:
            if let denied = need("s3:GetObject") { return denied }
            answer.body = DoctorSubject.content
        case .getVersion:
            if let denied = need("s3:GetObjectVersion") { return denied }
        case .createUpload:
            if let denied = need("s3:PutObject") { return denied }
            state.unfinishedUploads += 1
        case .uploadPart: break
        case .abortUpload:
            if let denied = need("s3:AbortMultipartUpload") { return denied }
            state.unfinishedUploads -= 1
        case .completeUpload:
            state.unfinishedUploads -= 1
            return store()
        case .delete(.outside): state.outside = 0
        case .delete(.inside), .removeUploaded(nil):
            if let denied = need("s3:DeleteObject") { return denied }
            guard settings.isVersioned else {
                state.versions = []
                break
            }
            state.count += 1
            state.versions.append(Stored(version: "m\(state.count)", isMarker: true))
            answer.versionID = "m\(state.count)"
        case .deleteVersion(let version), .removeUploaded(let version?):
            if let denied = need("s3:DeleteObjectVersion") { return denied }
            state.versions.removeAll { $0.version == version }
        default: break
        }
        return answer
    }
}

extension DoctorSubject {
    /// A connection to `s3://acme-lake/exports`.
    static func model(_ change: (inout DoctorSubject) throws -> Void = { _ in }) throws -> DoctorSubject {
        var subject = DoctorSubject(
            connection: "acme",
            grant: try AccessGrant(bucket: "acme-lake", prefixes: ["exports"], account: "222233334444"),
            prefix: "exports",
            role: try RoleARN(ModelAWS.role), externalID: ModelAWS.id, bucketOwner: "222233334444")
        try change(&subject)
        return subject
    }
}
