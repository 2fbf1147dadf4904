import AWS
import Foundations
import HTTP
import TestSupport
import Testing

@Suite("STSClient")
struct STSClientTests {
    private let role: RoleARN

    init() throws { role = try RoleARN("arn:aws:iam::111111111111:role/lake") }

    @Test("who we are, when AWS's clock says it is, and the request's id")
    func identity() async throws {
        let lab = try STSLab([STSAnswers.identity])
        let identity = try await lab.client.callerIdentity()
        #expect(identity.account == "222222222222" && identity.userID == "AIDAEXAMPLE")
        #expect(identity.principal?.kind == .user(path: "/", name: "hub"))
        #expect(identity.answer.requestID == STSAnswers.requestID && identity.answer.clockOffset == 7)
        let request = lab.transport.requests[0]
        #expect(request.url == "https://sts.eu-west-1.amazonaws.com/" && request.method == "POST")
        #expect(request.header("Authorization")?.contains("/20261125/eu-west-1/sts/aws4_request") == true)
        #expect(lab.forms[0] == ["Action": "GetCallerIdentity", "Version": "2011-06-15"])
    }

    @Test("a session is opened with what was asked for, and nothing else")
    func session() async throws {
        let lab = try STSLab([STSAnswers.session(), STSAnswers.session()])
        let session = try await lab.client.assumeRole(
            AssumeRoleRequest(
                role: role, sessionName: "hublake-1-2", externalID: "a+b/c=:d", duration: 900,
                sessionPolicy: "{\"a\": 1}"))
        #expect(
            session.credentials.accessKeyID == "ASIAEXAMPLE" && session.credentials.sessionToken == "token-ASIAEXAMPLE")
        #expect(session.credentials.secretAccessKey == "secret/ASIAEXAMPLE+=")
        #expect(session.credentials.expiration == Timestamp(iso8601: "2026-11-25T11:00:00Z"))
        #expect(session.packedPolicySize == 6 && session.answer.requestID == STSAnswers.requestID)
        #expect(
            lab.forms[0] == [
                "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": role.description,
                "RoleSessionName": "hublake-1-2", "ExternalId": "a+b/c=:d", "DurationSeconds": "900",
                "Policy": "{\"a\": 1}",
            ])
        _ = try await lab.client.assumeRole(AssumeRoleRequest(role: role, sessionName: "hublake"))
        #expect(lab.forms[1]["ExternalId"] == nil && lab.forms[1]["Policy"] == nil)
    }

    @Test("a web identity is sent without a signature")
    func webIdentity() async throws {
        let lab = try STSLab([STSAnswers.session(action: "AssumeRoleWithWebIdentity")])
        let session = try await lab.client.assumeRole(
            WebIdentityRequest(role: role, sessionName: "pod", token: "ey.J.x"))
        #expect(session.credentials.accessKeyID == "ASIAEXAMPLE")
        #expect(lab.forms[0]["WebIdentityToken"] == "ey.J.x" && lab.forms[0]["DurationSeconds"] == nil)
        #expect(lab.transport.requests[0].header("Authorization") == nil)
    }

    @Test("a role of another partition, or a request beyond STS's limits, is not even sent")
    func local() async throws {
        let lab = try STSLab([])
        let chinese = try RoleARN("arn:aws-cn:iam::111111111111:role/lake")
        let requests = [
            AssumeRoleRequest(role: chinese, sessionName: "hublake"), AssumeRoleRequest(role: role, sessionName: "x"),
            AssumeRoleRequest(role: role, sessionName: "hublake", externalID: "é!"),
            AssumeRoleRequest(role: role, sessionName: "hublake", duration: 899),
            AssumeRoleRequest(role: role, sessionName: "hublake", sessionPolicy: String(repeating: " ", count: 2049)),
        ]
        for request in requests {
            let error = await #expect(throws: STSError.self) { _ = try await lab.client.assumeRole(request) }
            #expect(error?.cause == .invalidRequest && error?.failure.kind == .configuration)
        }
        #expect(lab.transport.requests.isEmpty)
    }

    // MARK: - Trying again

    @Test("trouble and throttling are waited out, a refusal is not")
    func retries() async throws {
        let lab = try STSLab([
            { _ in throw Failure(.transient, "cannot POST", why: "reset") },
            STSAnswers.error(503, "ServiceUnavailable"),
            STSAnswers.error(400, "Throttling", "Rate exceeded"), { _ in .text(200, "<GetCallerIdentityResp") },
            STSAnswers.identity,
        ])
        _ = try await lab.client.callerIdentity()
        #expect(lab.clock.sleeps == [.milliseconds(25), .milliseconds(50), .seconds(2), .milliseconds(200)])
        let refused = try STSLab([STSAnswers.error(403, "AccessDenied")])
        await #expect(throws: STSError.self) { _ = try await refused.client.callerIdentity() }
        #expect(refused.clock.sleeps.isEmpty)
    }

    @Test("patience ends")
    func patience() async throws {
        let lab = try STSLab([], fallback: STSAnswers.error(500, "InternalFailure"))
        let error = await #expect(throws: STSError.self) { _ = try await lab.client.callerIdentity() }
        #expect(error?.cause == .unavailable && error?.attempts == 6 && error?.failure.kind == .transient)
    }

    @Test(
        "a clock that is off is corrected from the answer, once and for good",
        arguments: [
            ("SignatureDoesNotMatch", "Signature expired: 20261125T100000Z is now earlier than 20261125T104500Z"),
            ("RequestExpired", "Request has expired."),
            ("SignatureDoesNotMatch", "The request signature we calculated does not match"),
            ("InvalidSignatureException", "Signature not yet current"),
        ])
    func clock(code: String, message: String) async throws {
        let late = STSAnswers.error(403, code, message, date: "Wed, 25 Nov 2026 11:00:00 GMT")
        let lab = try STSLab([late, STSAnswers.identity, STSAnswers.identity])
        _ = try await lab.client.callerIdentity()
        _ = try await lab.client.callerIdentity()
        #expect(
            lab.transport.requests.map { $0.header("X-Amz-Date") } == [
                "20261125T100000Z", "20261125T110000Z", "20261125T110000Z",
            ])
        #expect(lab.clock.sleeps.isEmpty)
    }

    @Test("calls side by side that find the same error of the clock correct it once")
    func parallelCorrection() async throws {
        let late = STSAnswers.error(403, "RequestExpired", date: "Wed, 25 Nov 2026 11:00:00 GMT")
        let gate = Gate(opensAt: 4)
        let slow: ScriptedTransport.Answer = { request in
            await gate.pass()
            return try await late(request)
        }
        let lab = try STSLab([slow, slow, slow, slow], fallback: STSAnswers.identity)
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 { group.addTask { _ = try await lab.client.callerIdentity() } }
            try await group.waitForAll()
        }
        let dates = lab.transport.requests.compactMap { $0.header("X-Amz-Date") }
        #expect(dates.prefix(4).allSatisfy { $0 == "20261125T100000Z" })
        #expect(dates.count == 8 && dates.dropFirst(4).allSatisfy { $0 == "20261125T110000Z" }, "\(dates)")
    }

    @Test("a clock that cannot be corrected is the machine's trouble, a wrong secret ours")
    func hopeless() async throws {
        let late = STSAnswers.error(403, "RequestExpired", date: "Wed, 25 Nov 2026 11:00:00 GMT")
        let lab = try STSLab([late, late])
        let error = await #expect(throws: STSError.self) { _ = try await lab.client.callerIdentity() }
        #expect(error?.cause == .clock && error?.answer?.clockOffset == 3600)
        let wrong = try STSLab([STSAnswers.error(403, "SignatureDoesNotMatch", "does not match")])
        let secret = await #expect(throws: STSError.self) { _ = try await wrong.client.callerIdentity() }
        #expect(secret?.cause == .ownSecretWrong)
    }

    @Test("our own expired keys are fetched again, once")
    func expired() async throws {
        let lab = try STSLab([STSAnswers.error(403, "ExpiredToken"), STSAnswers.identity])
        _ = try await lab.client.callerIdentity()
        #expect(lab.keys.invalidations == 1)
        #expect(lab.transport.requests[1].header("Authorization")?.contains("AKIDEXAMPLE1/") == true)
        let hopeless = try STSLab([STSAnswers.error(403, "ExpiredToken"), STSAnswers.error(403, "ExpiredToken")])
        let error = await #expect(throws: STSError.self) { _ = try await hopeless.client.callerIdentity() }
        #expect(error?.cause == .ownKeysExpired && error?.isOurs == true)
    }

    @Test("a session that is too long is shortened to an hour; one that a session opens is never longer")
    func durations() async throws {
        let message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        let lab = try STSLab([STSAnswers.error(400, "ValidationError", message), STSAnswers.session()])
        let request = AssumeRoleRequest(role: role, sessionName: "hublake", duration: 43_200)
        _ = try await lab.client.assumeRoleAsLongAsAllowed(request)
        #expect(lab.forms.map { $0["DurationSeconds"] } == ["43200", "3600"])

        let transport = ScriptedTransport(answers: [STSAnswers.session()])
        let chained = STSClient(
            endpoint: try STSEndpoint(region: "eu-west-1"), credentials: CountedKeys(token: "t"), transport: transport,
            clock: ManualClock())
        _ = try await chained.assumeRoleAsLongAsAllowed(request)
        #expect(transport.requests.map { $0.form["DurationSeconds"] } == ["3600"])

        let other = try STSLab([STSAnswers.error(400, "ValidationError", "Invalid length for parameter RoleArn")])
        let error = await #expect(throws: STSError.self) {
            _ = try await other.client.assumeRoleAsLongAsAllowed(request)
        }
        #expect(error?.cause == .validation)
    }

    @Test("no keys of our own is not the role's trouble, and says what the chain said")
    func noKeys() async throws {
        struct Nobody: CredentialProvider {
            func credentials() async throws -> AWSCredentials {
                throw Failure(.configuration, "cannot sign in to AWS", why: "no keys were found", remedy: "Set them.")
            }
        }
        let client = STSClient(
            endpoint: try STSEndpoint(region: "eu-west-1"), credentials: Nobody(), transport: ScriptedTransport([]),
            clock: ManualClock())
        let error = await #expect(throws: STSError.self) {
            _ = try await client.assumeRole(AssumeRoleRequest(role: role, sessionName: "hublake"))
        }
        #expect(error?.cause == .ownKeysMissing && error?.isOurs == true)
        #expect(error?.failure.why == "no keys were found" && error?.failure.what == "cannot sign in to AWS")
    }

    @Test("an answer that declares a document type is not read")
    func documentType() async throws {
        let bomb: ScriptedTransport.Answer = { _ in
            .text(200, "<!DOCTYPE x [<!ENTITY a \"b\">]><GetCallerIdentityResponse/>")
        }
        let lab = try STSLab([], fallback: bomb)
        let error = await #expect(throws: STSError.self) { _ = try await lab.client.callerIdentity() }
        #expect(error?.cause == .unavailable)
    }
}
