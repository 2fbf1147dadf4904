import Foundation

extension PeerCloud.State {
    /// Answers a call of STS.
    mutating func sts(_ call: PeerCall) -> PeerAnswer {
        let caller: PeerPrincipal
        do {
            caller = try principal(of: call)
        } catch {
            return Self.stsAnswer(error.problem, call)
        }
        if let region = call.endpoint?.region, let signature = PeerSignature(call.request) {
            guard signature.service == "sts", signature.region == region else {
                return STSRefusal.signatureDoesNotMatch.answer(
                    message: "Credential should be scoped to a valid region.")
            }
        }
        switch call.operation {
        case "GetCallerIdentity": return Self.identity(caller)
        case "AssumeRole": return assumeRole(call, as: caller)
        default:
            return STSRefusal.validation.answer(message: "Could not find operation \(call.operation)")
        }
    }

    private mutating func assumeRole(_ call: PeerCall, as caller: PeerPrincipal) -> PeerAnswer {
        let request = call.request
        if let problem = Self.malformedParameter(request) { return STSRefusal.validation.answer(message: problem) }
        let wanted = request.field("RoleArn") ?? ""
        let seconds = request.field("DurationSeconds").flatMap(Int.init) ?? 3600
        if let region = call.endpoint?.region ?? PeerSignature(request)?.region, setup.stsSwitchedOff.contains(region) {
            return STSRefusal.regionDisabled.answer
        }
        if let policy = request.field("Policy") {
            if policy.count > 2048 || (try? JSONSerialization.jsonObject(with: Data(policy.utf8))) == nil {
                return STSRefusal.malformedPolicyDocument.answer
            }
        }
        guard let role = setup.roles.first(where: { $0.arn == wanted }), role.trusts.contains(caller.arn),
            role.externalID == nil || role.externalID == request.field("ExternalId")
        else {
            return STSRefusal.accessDenied.answer(
                message: "User: \(caller.arn) is not authorized to perform: sts:AssumeRole on resource: \(wanted)")
        }
        guard seconds <= role.maximumSeconds else { return STSRefusal.sessionTooLong.answer }
        let number = next()
        let session = PeerSession(
            accessKey: String(format: "ASIAPEER%012d", number), secretKey: "peerSessionSecret\(number)",
            token: "peer/session+token=\(number)",
            arn: "arn:aws:sts::\(role.account):assumed-role/\(role.name)/\(request.field("RoleSessionName") ?? "")",
            account: role.account, expires: call.now.addingTimeInterval(Double(seconds)))
        sessions.append(session)
        return .xml(
            200,
            """
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleResult>
                <AssumedRoleUser>
                  <AssumedRoleId>AROAPEER000000000001:\(request.field("RoleSessionName") ?? "")</AssumedRoleId>
                  <Arn>\(session.arn)</Arn>
                </AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>\(session.accessKey)</AccessKeyId>
                  <SecretAccessKey>\(session.secretKey)</SecretAccessKey>
                  <SessionToken>\(session.token)</SessionToken>
                  <Expiration>\(PeerText.iso8601(session.expires).prefix(19))Z</Expiration>
                </Credentials>
                <PackedPolicySize>6</PackedPolicySize>
              </AssumeRoleResult>
              <ResponseMetadata><RequestId>9b2f64a1-5f0e-4d5e-9f6e-000000000000</RequestId></ResponseMetadata>
            </AssumeRoleResponse>
            """)
    }

    /// What is wrong with the parameters' form, in AWS's words; nil when nothing is.
    private static func malformedParameter(_ request: PeerRequest) -> String? {
        func detected(_ value: String, _ name: String, _ constraint: String) -> String {
            "1 validation error detected: Value '\(value)' at '\(name)' failed to satisfy constraint: Member must \(constraint)"
        }
        let arn = request.field("RoleArn") ?? ""
        guard arn.hasPrefix("arn:"), arn.contains(":role/") else { return "\(arn) is invalid" }
        let name = request.field("RoleSessionName") ?? ""
        if name.wholeMatch(of: /[\w+=,.@-]{2,64}/) == nil {
            return detected(name, "roleSessionName", "satisfy regular expression pattern: [\\w+=,.@-]*")
        }
        if let id = request.field("ExternalId"), id.wholeMatch(of: /[\w+=,.@:\/-]{2,1224}/) == nil {
            return detected(id, "externalId", "have length greater than or equal to 2")
        }
        if let text = request.field("DurationSeconds"), !(900...43_200).contains(Int(text) ?? 0) {
            return detected(text, "durationSeconds", "have value greater than or equal to 900")
        }
        return nil
    }

    private static func identity(_ caller: PeerPrincipal) -> PeerAnswer {
        .xml(
            200,
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetCallerIdentityResult>
                <Arn>\(caller.arn)</Arn>
                <UserId>AIDAPEER0000000000001</UserId>
                <Account>\(caller.account)</Account>
              </GetCallerIdentityResult>
              <ResponseMetadata><RequestId>9b2f64a1-5f0e-4d5e-9f6e-000000000002</RequestId></ResponseMetadata>
            </GetCallerIdentityResponse>
            """)
    }

    private static func stsAnswer(_ problem: PeerSignatureProblem, _ call: PeerCall) -> PeerAnswer {
        switch problem {
        case .missing: return STSRefusal.accessDenied.answer(message: "Request is missing Authentication Token")
        case .unknownKey, .invalidToken: return STSRefusal.invalidClientTokenID.answer
        case .expired: return STSRefusal.expiredToken.answer
        case .wrongSecret, .unsigned: return STSRefusal.signatureDoesNotMatch.answer
        case .tooFarOff(let moment):
            return STSRefusal.signatureExpired.answer(
                message:
                    "Signature expired: \(PeerText.iso8601(moment)) is now earlier than \(PeerText.iso8601(call.now))")
        }
    }
}
