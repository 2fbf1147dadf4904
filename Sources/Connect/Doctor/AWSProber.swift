public import AWS
public import Foundations
public import HTTP

/// Asks AWS itself, or the servers that were named instead.
public actor AWSProber: Prober {
    private let sts: STSClient?
    private let own: any CredentialProvider
    private let transport: any HTTPTransport
    private let address: S3Bucket
    private let writing: S3WriteSettings
    private let clock: any WallClock
    /// The customer's session, once the role has let us in.
    private var session: (any CredentialProvider)?
    private var region: String?
    private var upload: (id: String, part: S3Part?)?
    private var wrongID: ExternalID

    /// A prober.
    ///
    /// - Parameters:
    ///   - sts: asked who we are and for sessions; nil where there is no STS.
    ///   - own: hublake's own keys.
    ///   - transport: the network.
    ///   - address: the bucket and how it is addressed; its region and its owner are the doctor's to find.
    ///   - writing: how objects are written there.
    ///   - clock: signs and waits.
    public init(
        sts: STSClient?, own: any CredentialProvider, transport: any HTTPTransport, address: S3Bucket,
        writing: S3WriteSettings = S3WriteSettings(), clock: any WallClock
    ) {
        self.sts = sts
        self.own = own
        self.transport = transport
        self.address = address
        self.writing = writing
        self.clock = clock
        var random = SystemRandomNumberGenerator()
        wrongID = ExternalID(using: &random)
    }

    /// Asks; see ``Prober``.
    public func answer(to probe: Probe, about subject: DoctorSubject) async throws -> ProbeAnswer {
        try Task.checkCancellation()
        do {
            switch probe {
            case .callerIdentity: return try await identity(with: sts)
            case .assumeRole(let choice): return try await assumeRole(choice, subject)
            case .sessionIdentity:
                guard let sts, let session else { return ProbeAnswer(Refusal(.noKeys, message: "there is no session")) }
                return try await identity(
                    with: STSClient(
                        endpoint: sts.endpoint, credentials: session, transport: transport, clock: clock))
            case .bucketRegion: return try await locate(subject)
            default: return try await askS3(probe, subject)
            }
        } catch let error as STSError {
            guard error.cause != .cancelled else { throw CancellationError() }
            return ProbeAnswer(Refusal(error))
        } catch let error as S3Failure {
            guard error.failure.kind != .cancelled else { throw CancellationError() }
            return ProbeAnswer(Refusal(error))
        }
    }

    private func identity(with sts: STSClient?) async throws(STSError) -> ProbeAnswer {
        guard let sts else { return ProbeAnswer(Refusal(.noKeys, message: "there is no STS")) }
        let identity = try await sts.callerIdentity()
        var answer = ProbeAnswer()
        answer.arn = identity.arn
        answer.account = identity.account
        answer.clockOffset = identity.answer.clockOffset
        return answer
    }

    private func assumeRole(_ choice: Probe.IDChoice, _ subject: DoctorSubject) async throws(STSError) -> ProbeAnswer {
        guard let sts, let role = subject.role else {
            return ProbeAnswer(Refusal(.noKeys, message: "there is no role"))
        }
        let name = subject.connection.map { "hublake-\($0)-doctor" } ?? "hublake-doctor"
        // Without a session policy: what the role itself may do is the question here.
        let opened = try await sts.assumeRole(
            AssumeRoleRequest(role: role, sessionName: name, externalID: id(choice, subject), duration: 900))
        if choice == .current || (choice == .next && session == nil) { session = StaticCredentials(opened.credentials) }
        return ProbeAnswer()
    }

    private func id(_ choice: Probe.IDChoice, _ subject: DoctorSubject) -> String? {
        switch choice {
        case .current: subject.externalID
        case .next: subject.nextExternalID
        case .none: nil
        case .wrong: wrongID.text
        case .placeholder: "0000"
        case .other(let index): subject.otherIDs[index].id.text
        }
    }

    private func locate(_ subject: DoctorSubject) async throws(S3Failure) -> ProbeAnswer {
        var answer = ProbeAnswer()
        switch try await client(subject, checksOwner: false).locate() {
        case .region(let found):
            region = found
            answer.region = found
        case .noSuchBucket where subject.isAWS:
            return ProbeAnswer(Refusal(status: 404, code: "NoSuchBucket", message: "The bucket does not exist"))
        // Another server may answer anything to who does not sign; the listing will tell.
        case .noSuchBucket, .unknown: break
        }
        return answer
    }

    private func client(_ subject: DoctorSubject, checksOwner: Bool = true) -> S3Client {
        var bucket = address
        bucket.expectedOwner = checksOwner ? subject.bucketOwner : nil
        bucket.region = region ?? bucket.region
        // The doctor asks for the region himself, and shows the answer.
        bucket.isRegionGuessed = false
        return S3Client(
            bucket: bucket, credentials: session ?? own, transport: transport, writing: writing, clock: clock)
    }

    private func askS3(_ probe: Probe, _ subject: DoctorSubject) async throws(S3Failure) -> ProbeAnswer {
        var s3 = client(subject)
        let key = subject.key
        var answer = ProbeAnswer()
        switch probe {
        case .list(let prefix, let checksOwner):
            _ = try await client(subject, checksOwner: checksOwner).list(prefix: prefix, limit: 1)
        case .bucketLocation: answer.region = try await s3.region()
        case .dryPut(let place):
            let key = place == .inside ? key : subject.outsideKey
            try await s3.put(key, DoctorSubject.content, stating: .contentMD5)
            answer.versionID = try await s3.head(key).version.versionID
        case .putIfAbsent(let again):
            // An unmet condition is the answer here, not something to try again.
            if again { s3.retry = .once }
            answer.versionID = try await s3.put(key, DoctorSubject.content, .ifAbsent).versionID
        case .adopt: answer.versionID = try await s3.head(key).version.versionID
        case .put: answer.versionID = try await s3.put(key, DoctorSubject.content).versionID
        case .putWithWrongChecksum:
            try await s3.put(key, DoctorSubject.content, stating: .checksum)
            answer.versionID = try await s3.head(key).version.versionID
        case .get: answer.body = try await s3.get(key).body
        case .getVersion(let version): answer.body = try await s3.get(key, version: version).body
        case .createUpload: upload = (try await s3.createMultipartUpload(key), nil)
        case .uploadPart, .abortUpload, .completeUpload: return try await askAboutUpload(probe, key, s3)
        case .delete(let place):
            let deletion = try await s3.delete(place == .inside ? key : subject.outsideKey)
            answer.versionID = deletion.isDeleteMarker ? deletion.versionID : nil
        case .deleteVersion(let version): try await s3.delete(key, version: version)
        case .removeUploaded(let version): try await s3.delete(key, version: version)
        default: break
        }
        return answer
    }

    private func askAboutUpload(_ probe: Probe, _ key: String, _ s3: S3Client) async throws(S3Failure) -> ProbeAnswer {
        guard let id = upload?.id else { return ProbeAnswer(Refusal(.unexpected, message: "no upload was begun")) }
        var answer = ProbeAnswer()
        switch probe {
        case .uploadPart:
            upload?.part = try await s3.uploadPart(key, upload: id, number: 1, DoctorSubject.content)
        case .abortUpload: try await s3.abortMultipartUpload(key, upload: id)
        default:
            let parts = [upload?.part].compactMap { $0 }
            answer.versionID = try await s3.completeMultipartUpload(key, upload: id, parts: parts).versionID
        }
        return answer
    }
}
