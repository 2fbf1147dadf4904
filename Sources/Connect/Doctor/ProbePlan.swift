/// Which probe comes next, given the answers so far. Pure: whoever asks AWS asks here.
public struct ProbePlan: Sendable {
    private let subject: DoctorSubject

    /// A plan for `subject`.
    public init(_ subject: DoctorSubject) { self.subject = subject }

    /// The next probe; nil when the doctor knows enough.
    public func next(after findings: Findings) -> Probe? {
        candidates(findings).first { findings[$0] == nil && applies($0, findings) }
    }

    private func candidates(_ findings: Findings) -> [Probe] {
        let others = subject.otherIDs.indices.map { Probe.assumeRole(.other($0)) }
        let identity: [Probe] =
            [
                .callerIdentity, .assumeRole(.current), .assumeRole(.next), .assumeRole(.none), .assumeRole(.wrong),
                .assumeRole(.placeholder),
            ] + others + [.sessionIdentity]
        let reading: [Probe] = [
            .bucketRegion, list(checksOwner: true), .list(prefix: subject.prefix, checksOwner: true),
            list(checksOwner: false), .bucketLocation,
        ]
        let writing: [Probe] = [
            .dryPut(.inside), .putIfAbsent(again: false), .adopt, .put, .putIfAbsent(again: true),
            .putWithWrongChecksum, .get, .getVersion(findings.writtenVersions.first ?? "null"), .dryPut(.outside),
            .delete(.outside), .delete(.inside),
        ]
        let removing = findings.versionsToDelete.map { Probe.deleteVersion($0) }
        // Last, when it is known whether what an upload makes could be removed.
        let uploading: [Probe] = [
            .createUpload, .uploadPart, .abortUpload, .completeUpload, .removeUploaded(findings.uploadedVersion),
        ]
        return identity + reading + writing + removing + uploading
    }

    private func list(checksOwner: Bool) -> Probe { .list(prefix: subject.listPrefix, checksOwner: checksOwner) }

    private func applies(_ probe: Probe, _ findings: Findings) -> Bool {
        switch probe {
        case .callerIdentity: subject.role != nil || subject.isAWS
        case .assumeRole(let choice): subject.role != nil && isIdentified(findings) && applies(choice, findings)
        case .sessionIdentity: findings.hasSession
        default: canReachS3(findings) && appliesToS3(probe, findings)
        }
    }

    private func isIdentified(_ findings: Findings) -> Bool { findings.granted(.callerIdentity) }

    private func applies(_ choice: Probe.IDChoice, _ findings: Findings) -> Bool {
        // The rest is of no use when AWS did not judge the role at all.
        let isJudged = findings[.assumeRole(.current)].map { $0.isGranted || $0.refusal?.kind == .denied } ?? true
        return switch choice {
        case .current: true
        case .next: subject.nextExternalID != nil && isJudged
        case .none, .wrong: subject.externalID != nil && isJudged
        // What the role asks for instead matters only when it asks for anything, and not for ours.
        case .placeholder, .other:
            subject.externalID != nil && isJudged && !findings.hasSession && !findings.granted(.assumeRole(.none))
                && !findings.granted(.assumeRole(.wrong)) && !findings.granted(.assumeRole(.placeholder))
        }
    }

    /// A session of the role, or keys of our own that are not known to be bad.
    private func canReachS3(_ findings: Findings) -> Bool {
        if subject.role != nil { return findings.hasSession }
        guard subject.isAWS else { return true }
        return findings.granted(.callerIdentity)
    }

    private func appliesToS3(_ probe: Probe, _ findings: Findings) -> Bool {
        guard probe != .bucketRegion else { return true }
        guard !isBucketMissing(findings), !isUnreachable(findings) else { return false }
        let listing = findings.refused(list(checksOwner: true))?.kind
        switch probe {
        case .list(_, checksOwner: false): return listing == .denied && subject.bucketOwner != nil
        case .list(let prefix, checksOwner: true):
            return prefix == subject.listPrefix || (listing == .denied && !subject.prefix.isEmpty)
        default: break
        }
        // Somebody else's bucket: nothing is to be written there.
        guard !findings.granted(list(checksOwner: false)), listing != .keysRefused else { return false }
        return appliesToObjects(probe, findings)
    }

    private func appliesToObjects(_ probe: Probe, _ findings: Findings) -> Bool {
        let mayPut = findings[.dryPut(.inside)].map { $0.isGranted || $0.refusal?.kind == .damaged } ?? false
        let first = findings[.putIfAbsent(again: false)]
        let isOccupied = first?.refusal?.kind == .conditionUnmet
        let hasObject = findings.granted(.putIfAbsent(again: false)) || findings.granted(.put)
        return switch probe {
        case .bucketLocation, .dryPut(.inside): true
        case .putIfAbsent(again: false): mayPut
        case .adopt: isOccupied
        case .put: first?.refusal?.kind == .unsupported || (isOccupied && findings[.adopt]?.isGranted == false)
        case .putIfAbsent(again: true): hasObject && first?.refusal?.kind != .unsupported
        case .putWithWrongChecksum, .get, .getVersion: hasObject || findings.granted(.adopt)
        case .createUpload: findings.hasWritten && findings.leftObjects(subject).isEmpty
        case .uploadPart, .abortUpload: findings.granted(.createUpload)
        // Where the upload may not be discarded it is finished instead, so that its parts do not stay.
        case .completeUpload: findings.granted(.uploadPart) && findings[.abortUpload]?.isGranted == false
        case .removeUploaded: findings.granted(.completeUpload)
        case .dryPut(.outside): subject.role != nil && !subject.prefix.isEmpty && mayPut
        case .delete(.outside): findings.granted(.dryPut(.outside))
        case .delete(.inside): findings.hasWritten
        case .deleteVersion: findings.hasWritten && !isRefusedVersions(findings)
        default: false
        }
    }

    /// Whether deleting a version was refused once: then all of them are.
    private func isRefusedVersions(_ findings: Findings) -> Bool {
        findings.versionsToDelete.contains {
            findings.refused(.deleteVersion($0)).map { $0.kind != .noObject } ?? false
        }
    }

    private func isBucketMissing(_ findings: Findings) -> Bool {
        findings.refused(.bucketRegion)?.kind == .noBucket
            || findings.refused(list(checksOwner: true))?.kind == .noBucket
    }

    private func isUnreachable(_ findings: Findings) -> Bool {
        findings.refused(.bucketRegion)?.kind == .unreachable
            || findings.refused(list(checksOwner: true))?.kind == .unreachable
    }
}
