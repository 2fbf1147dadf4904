import Foundations

// Checks 9 to 17: what may be done with objects. Each permission shows in its own check and in no other.
extension Diagnosis {
    private func statement(_ action: String) -> JSONValue { PolicyStatement.object(action, subject.grant).json }

    /// The refusal of a write of the fixed key; nil when one was granted.
    private var writeRefusal: Refusal? {
        if let dry = findings.refused(.dryPut(.inside)), dry.kind != .damaged { return dry }
        guard !findings.hasWritten else { return nil }
        return findings.refused(.put) ?? findings.refused(.putIfAbsent(again: false))
    }

    var putObject: Check {
        if let reason = objectObstacle { return skip(.putObject, reason) }
        guard let refusal = writeRefusal else { return pass(.putObject) }
        return refused(
            .putObject, refusal, missing: .putObjectDenied, action: "s3:PutObject", statement: statement("s3:PutObject")
        )
    }

    /// Why no check that needs the written object could be made; nil when it could.
    private var writeObstacle: SkipReason? {
        objectObstacle ?? (findings.hasWritten ? nil : .nothingWritten)
    }

    var getObject: Check {
        guard let answer = findings[.get] else { return skip(.getObject, writeObstacle ?? .nothingWritten) }
        if let refusal = answer.refusal {
            return refused(
                .getObject, refusal, missing: .getObjectDenied, action: "s3:GetObject",
                statement: statement("s3:GetObject"))
        }
        if let body = answer.body, body != DoctorSubject.content { return trouble(.getObject, .objectDiffers) }
        return pass(.getObject)
    }

    var getObjectVersion: Check {
        let probe = Probe.getVersion(findings.writtenVersions.first ?? "null")
        guard let answer = findings[probe] else { return skip(.getObjectVersion, writeObstacle ?? .nothingWritten) }
        guard let refusal = answer.refusal else { return pass(.getObjectVersion) }
        if !knowsVersions(refusal) { return skip(.getObjectVersion, .noVersions) }
        return refused(
            .getObjectVersion, refusal, missing: .getObjectVersionDenied, action: "s3:GetObjectVersion",
            statement: statement("s3:GetObjectVersion"))
    }

    var deleteObject: Check {
        guard let answer = findings[.delete(.inside)] else {
            return skip(.deleteObject, writeObstacle ?? .nothingWritten)
        }
        guard let refusal = answer.refusal else { return pass(.deleteObject) }
        return refused(
            .deleteObject, refusal, missing: .deleteObjectDenied, action: "s3:DeleteObject",
            statement: statement("s3:DeleteObject"))
    }

    var deleteObjectVersion: Check {
        let answers = findings.versionsToDelete.compactMap { findings[.deleteVersion($0)] }
        guard !answers.isEmpty else { return skip(.deleteObjectVersion, writeObstacle ?? .nothingWritten) }
        guard let refusal = answers.lazy.compactMap(\.refusal).first(where: { $0.kind != .noObject }) else {
            return pass(.deleteObjectVersion)
        }
        if !knowsVersions(refusal) { return skip(.deleteObjectVersion, .noVersions) }
        var check = refused(
            .deleteObjectVersion, refusal, missing: .deleteObjectVersionDenied, action: "s3:DeleteObjectVersion",
            statement: statement("s3:DeleteObjectVersion"))
        let left = findings.leftBehind(subject).filter { $0.versionID != nil }
        if !left.isEmpty {
            check.notes.append("left in the bucket: " + left.map(\.words).joined(separator: ", "))
        }
        return check
    }

    /// Servers without versions refuse the parameter itself.
    private func knowsVersions(_ refusal: Refusal) -> Bool {
        subject.isAWS || !(refusal.kind == .unsupported || refusal.status == 400)
    }

    var multipart: Check {
        guard let begun = findings[.createUpload] else { return skip(.multipart, writeObstacle ?? .cannotCleanUp) }
        for answer in [begun, findings[.uploadPart], findings[.completeUpload]] {
            guard let refusal = answer?.refusal else { continue }
            return refused(
                .multipart, refusal, missing: .multipartDenied, action: "s3:PutObject",
                statement: statement("s3:PutObject"))
        }
        guard let refusal = findings.refused(.abortUpload) else { return pass(.multipart) }
        return pass(
            .multipart,
            notes: [
                "discarding an unfinished upload was refused (\(refusal.code ?? "no code")), so the doctor finished and deleted it; "
                    + "allow s3:AbortMultipartUpload on the objects, or let a lifecycle rule of the bucket delete incomplete uploads"
            ])
    }

    var conditionalWrite: Check {
        guard findings.hasWritten else { return skip(.conditionalWrite, writeObstacle ?? .nothingWritten) }
        if let refusal = findings.refused(.putIfAbsent(again: false)), refusal.kind == .unsupported {
            return trouble(.conditionalWrite, .conditionalWriteUnsupported, refusal)
        }
        guard let again = findings[.putIfAbsent(again: true)] else {
            // An object of an earlier run stood in the way and was not overwritten.
            return findings.granted(.adopt) ? pass(.conditionalWrite) : skip(.conditionalWrite, .nothingWritten)
        }
        guard let refusal = again.refusal else { return trouble(.conditionalWrite, .conditionalWriteIgnored) }
        switch refusal.kind {
        case .conditionUnmet: return pass(.conditionalWrite)
        case .unsupported: return trouble(.conditionalWrite, .conditionalWriteUnsupported, refusal)
        default:
            return refused(
                .conditionalWrite, refusal, missing: .putObjectDenied, action: "s3:PutObject",
                statement: statement("s3:PutObject"))
        }
    }

    var checksums: Check {
        guard let answer = findings[.putWithWrongChecksum] else {
            return skip(.checksums, writeObstacle ?? .nothingWritten)
        }
        guard let refusal = answer.refusal else { return trouble(.checksums, .checksumsNotVerified) }
        switch refusal.kind {
        case .unreachable: return trouble(.checksums, .s3Unreachable, refusal)
        case .unsupported: return trouble(.checksums, .checksumsNotVerified, refusal)
        default: return pass(.checksums)
        }
    }

    var outsidePrefix: Check {
        if subject.role == nil { return skip(.outsidePrefix, .noRole) }
        if subject.prefix.isEmpty { return skip(.outsidePrefix, .wholeBucket) }
        guard let answer = findings[.dryPut(.outside)] else {
            return skip(.outsidePrefix, writeObstacle ?? .nothingWritten)
        }
        guard let refusal = answer.refusal else { return wide }
        switch refusal.kind {
        case .denied:
            return pass(
                .outsidePrefix,
                notes: ["every session of a sync is narrowed to \(subject.place) besides, whatever the role may do"])
        case .damaged: return wide
        case .unreachable: return trouble(.outsidePrefix, .s3Unreachable, refusal)
        default: return trouble(.outsidePrefix, .unexpectedAnswer, refusal, found: refusal.words)
        }
    }

    private var wide: Check {
        trouble(.outsidePrefix, .roleWiderThanPrefix, statement: PolicyStatement.objects(subject.grant).json)
    }
}
