public import Foundations
public import HTTP

/// AWS's Security Token Service: who we are, and sessions of roles. Signed, retried, the clock corrected.
public struct STSClient: Sendable {
    /// The endpoint that is asked.
    public let endpoint: STSEndpoint
    let signer: SigV4
    let credentials: (any CredentialProvider)?
    let transport: any HTTPTransport
    let clock: any WallClock
    let retry: AWSRetryPolicy
    let random: @Sendable () -> Double
    let offset = ClockOffset()

    /// A client.
    ///
    /// - Parameters:
    ///   - endpoint: which STS.
    ///   - credentials: our own identity; nil for web identities alone, whose calls are not signed.
    ///   - transport: the network.
    ///   - clock: signs and waits.
    ///   - retry: how long to keep trying; AccessDenied is never tried again here.
    ///   - random: numbers in 0..<1 for the pauses.
    public init(
        endpoint: STSEndpoint, credentials: (any CredentialProvider)?, transport: any HTTPTransport,
        clock: any WallClock = SystemWallClock(), retry: AWSRetryPolicy = .sts,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.endpoint = endpoint
        signer = SigV4(region: endpoint.region, service: "sts", path: .normalized)
        self.credentials = credentials
        self.transport = transport
        self.clock = clock
        self.retry = retry
        self.random = random
    }

    /// Who we are. Needs no permission: any valid key may ask.
    public func callerIdentity() async throws(STSError) -> CallerIdentity {
        try await perform(STSCall(.callerIdentity)) { response, answer in
            let body = try STSXML.decode(CallerIdentityBody.self, from: response.body)
            var answer = answer
            answer.requestID = body.metadata?.requestID ?? answer.requestID
            return CallerIdentity(
                account: body.result.account, arn: body.result.arn, userID: body.result.userID, answer: answer)
        }
    }

    /// Opens a session of a role.
    ///
    /// A duration that the role does not allow is an error of cause ``STSError/Cause/duration``; see ``assumeRoleAsLongAsAllowed(_:)``.
    public func assumeRole(_ request: AssumeRoleRequest) async throws(STSError) -> AssumedRole {
        var call = STSCall(.assumeRole, role: request.role)
        try check(STSLimits.problem(request), call)
        call.add("RoleArn", request.role.description)
        call.add("RoleSessionName", request.sessionName)
        call.add("DurationSeconds", String(request.duration))
        call.add("ExternalId", request.externalID)
        call.add("Policy", request.sessionPolicy)
        return try await perform(call, read: Self.assumedRole)
    }

    /// Opens a session of a role, shortened to an hour where no longer one is to be had: that is all that the keys of another session
    /// can open (role chaining), and what every role allows.
    public func assumeRoleAsLongAsAllowed(_ request: AssumeRoleRequest) async throws(STSError) -> AssumedRole {
        var shorter = request
        shorter.duration = min(request.duration, STSLimits.chainedDuration)
        let isChained = (try? await credentials?.credentials().sessionToken) != nil
        do {
            return try await assumeRole(isChained ? shorter : request)
        } catch {
            guard error.cause == .duration, !isChained, shorter != request else { throw error }
            return try await assumeRole(shorter)
        }
    }

    /// Opens a session of a role with the token of an identity provider.
    public func assumeRole(_ request: WebIdentityRequest) async throws(STSError) -> AssumedRole {
        var call = STSCall(.assumeRoleWithWebIdentity, role: request.role)
        try check(STSLimits.problem(request), call)
        call.add("RoleArn", request.role.description)
        call.add("RoleSessionName", request.sessionName)
        call.add("WebIdentityToken", request.token)
        call.add("DurationSeconds", request.duration.map(String.init))
        return try await perform(call, read: Self.assumedRole)
    }

    /// A role of another partition cannot be assumed; that is said before AWS is asked.
    private func check(_ problem: String?, _ call: STSCall) throws(STSError) {
        if let problem { throw STSError(.invalidRequest, call.operation, message: problem, role: call.role) }
        if let role = call.role, role.partition != endpoint.partition {
            throw STSError(
                .invalidRequest, call.operation,
                message: "the role is in the partition \(role.partition.rawValue), and \(endpoint.region) is in "
                    + "\(endpoint.partition.rawValue): no role can be assumed across partitions",
                role: role)
        }
    }

    private static func assumedRole(_ response: HTTPResponse, _ answer: STSAnswer) throws -> AssumedRole {
        let body = try STSXML.decode(AssumedRoleBody.self, from: response.body)
        guard let result = body.assumed ?? body.assumedWithWebIdentity,
            let expiration = Timestamp(iso8601: result.keys.expiration)
        else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "the session is missing"))
        }
        var answer = answer
        answer.requestID = body.metadata?.requestID ?? answer.requestID
        return AssumedRole(
            credentials: AWSCredentials(
                accessKeyID: result.keys.accessKeyID, secretAccessKey: result.keys.secretAccessKey,
                sessionToken: result.keys.sessionToken, expiration: expiration),
            arn: result.user.arn, roleID: result.user.id,
            packedPolicySize: result.packedPolicySize.flatMap { Int($0) }, answer: answer)
    }
}
