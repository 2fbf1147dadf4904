import AWS
import Foundations

// Checks 1 to 5: who we are, and whether the role lets in us and nobody else.
extension Diagnosis {
    var ourIdentity: Check {
        guard let answer = findings[.callerIdentity] else { return skip(.ourIdentity, .anotherServer) }
        guard let refusal = answer.refusal else {
            return pass(.ourIdentity, notes: principal.map { ["hublake is \($0)"] } ?? [])
        }
        switch refusal.kind {
        case .noKeys: return trouble(.ourIdentity, .noOwnKeys, refusal)
        case .unreachable: return trouble(.ourIdentity, .stsUnreachable, refusal)
        case .keysRefused, .denied: return trouble(.ourIdentity, .ownKeysRefused, refusal)
        case .regionOff: return trouble(.ourIdentity, .stsRegionOff, refusal, found: subject.stsRegion)
        default: return trouble(.ourIdentity, .unexpectedAnswer, refusal, found: refusal.words)
        }
    }

    var clock: Check {
        guard let answer = findings[.callerIdentity] else { return skip(.clock, .anotherServer) }
        guard let offset = answer.clockOffset else { return skip(.clock, .noIdentity) }
        guard abs(offset) > 240 else { return pass(.clock) }
        return trouble(.clock, .clockOff, found: String(abs(offset)))
    }

    var roleAssumable: Check {
        guard subject.role != nil else { return skip(.roleAssumable, .noRole) }
        guard findings.granted(.callerIdentity) else { return skip(.roleAssumable, .noIdentity) }
        guard let refusal = findings.refused(.assumeRole(.current)) else { return assumable }
        if findings.granted(.assumeRole(.next)) {
            return pass(
                .roleAssumable, notes: ["the role asks for the new external id already; the old one can be retired"])
        }
        switch refusal.kind {
        case .denied: return refusedByTrust(refusal)
        case .regionOff: return trouble(.roleAssumable, .stsRegionOff, refusal, found: subject.stsRegion)
        case .sessionTooLong: return trouble(.roleAssumable, .sessionTooLong, refusal)
        case .keysRefused: return trouble(.roleAssumable, .ownKeysRefused, refusal)
        case .noKeys: return trouble(.roleAssumable, .noOwnKeys, refusal)
        case .unreachable: return trouble(.roleAssumable, .stsUnreachable, refusal)
        default: return trouble(.roleAssumable, .unexpectedAnswer, refusal, found: refusal.words)
        }
    }

    private var assumable: Check {
        switch (subject.nextExternalID, findings.granted(.assumeRole(.next))) {
        case (nil, _): pass(.roleAssumable)
        case (_, true):
            pass(.roleAssumable, notes: ["the role accepts the new external id too; the old one can be retired"])
        case (_, false):
            pass(.roleAssumable, notes: ["the role does not ask for the new external id yet; the old one works"])
        }
    }

    /// The three-way test: what the role lets in instead, then what its policy says, else what AWS keeps to itself.
    private func refusedByTrust(_ refusal: Refusal) -> Check {
        let statement = rightTrust
        if findings.granted(.assumeRole(.none)) || findings.granted(.assumeRole(.wrong)) {
            // It is open to others and closed to us only by accident; row 4 says so.
            return trouble(.roleAssumable, .trustForAnotherID, refusal, statement: statement)
        }
        if findings.granted(.assumeRole(.placeholder)) {
            return trouble(.roleAssumable, .placeholderExternalID, refusal, statement: statement)
        }
        if let index = subject.otherIDs.indices.first(where: { findings.granted(.assumeRole(.other($0))) }) {
            return trouble(
                .roleAssumable, .formerExternalID, refusal, found: subject.otherIDs[index].owner, statement: statement)
        }
        let denial = Denial(refusal.message)
        if denial.source == .nothingAllows, refusal.message.contains("sts:AssumeRole") {
            return trouble(
                .roleAssumable, .ownPolicyDeniesAssume, refusal,
                statement: subject.role.map {
                    PolicyStatement(actions: ["sts:AssumeRole"], resources: [$0.description]).json
                })
        }
        guard let document = subject.trustPolicy, let principal else {
            return trouble(.roleAssumable, .trustDoesNotMatch, refusal, statement: statement)
        }
        return trustPolicy(document, principal, refusal, statement)
    }

    private func trustPolicy(
        _ document: JSONValue, _ principal: String, _ refusal: Refusal, _ statement: JSONValue?
    ) -> Check {
        let ids = [subject.externalID, subject.nextExternalID].compactMap { $0 }
        let reading = TrustReading(document, principal: principal, ids: ids, account: subject.role?.account)
        let id = CheckID.roleAssumable
        switch reading.verdict {
        case .matches, .noID, .idPattern:
            return trouble(
                id, .trustDoesNotMatch, refusal, statement: statement,
                notes: [
                    "the trust policy that was given would let hublake in: check that it is the policy of this role, wait a minute, "
                        + "and ask whether a service control policy forbids sts:AssumeRole"
                ])
        case .notReadable(let why): return trouble(id, .trustNotReadable, refusal, found: why, statement: statement)
        case .anotherPrincipal(let who):
            return trouble(id, .trustForAnotherPrincipal, refusal, found: who, statement: statement)
        case .ownAccount: return trouble(id, .trustForOwnAccount, refusal, statement: statement)
        case .placeholderID: return trouble(id, .placeholderExternalID, refusal, statement: statement)
        case .anotherID: return trouble(id, .trustForAnotherID, refusal, statement: statement)
        }
    }

    var externalIDEnforced: Check {
        guard subject.role != nil else { return skip(.externalIDEnforced, .noRole) }
        guard subject.externalID != nil else { return skip(.externalIDEnforced, .noExternalID) }
        guard findings.granted(.callerIdentity) else { return skip(.externalIDEnforced, .noIdentity) }
        if findings.granted(.assumeRole(.none)) {
            return trouble(.externalIDEnforced, .externalIDNotEnforced, statement: rightTrust)
        }
        if findings.granted(.assumeRole(.wrong)) {
            return trouble(.externalIDEnforced, .anyExternalIDAccepted, statement: rightTrust)
        }
        // That a stranger is refused says nothing while we are refused too.
        guard findings.hasSession else { return skip(.externalIDEnforced, .noSession) }
        for probe in [Probe.assumeRole(.none), .assumeRole(.wrong)] {
            guard let refusal = findings.refused(probe) else { return skip(.externalIDEnforced, .noSession) }
            // Only AccessDenied proves it; a throttled call or a cut line does not.
            guard refusal.kind == .denied else {
                return trouble(.externalIDEnforced, .unexpectedAnswer, refusal, found: refusal.words)
            }
        }
        return pass(.externalIDEnforced)
    }

    var rightAccount: Check {
        guard let role = subject.role else { return skip(.rightAccount, .noRole) }
        guard let answer = findings[.sessionIdentity] else { return skip(.rightAccount, .noSession) }
        if let refusal = answer.refusal {
            return trouble(
                .rightAccount, refusal.kind == .unreachable ? .stsUnreachable : .unexpectedAnswer, refusal,
                found: refusal.words)
        }
        guard let account = answer.account, account != role.account else { return pass(.rightAccount) }
        return trouble(.rightAccount, .otherAccount, found: account)
    }
}
