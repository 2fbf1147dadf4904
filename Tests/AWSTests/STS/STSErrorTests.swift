import AWS
import Foundations
import TestSupport
import Testing

@Suite("STSError")
struct STSErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var status: Int
        var code: String
        var message = "the words"
        var cause: STSError.Cause
        var kind: FailureKind
        var isOurs: Bool
        var testDescription: String { code }
    }

    static let rows: [Row] = [
        Row(
            status: 403, code: "AccessDenied",
            message: "User: arn:aws:iam::222222222222:user/hub is not authorized to perform: sts:AssumeRole",
            cause: .accessDenied, kind: .authorization, isOurs: false),
        Row(status: 400, code: "MalformedPolicyDocument", cause: .sessionPolicy, kind: .internal, isOurs: true),
        Row(status: 400, code: "PackedPolicyTooLarge", cause: .sessionPolicy, kind: .internal, isOurs: true),
        Row(
            status: 403, code: "RegionDisabledException",
            message: "STS is not activated in this region for account:111111111111.",
            cause: .regionDisabled, kind: .configuration, isOurs: false),
        Row(status: 403, code: "ExpiredToken", cause: .ownKeysExpired, kind: .authorization, isOurs: true),
        Row(status: 403, code: "InvalidClientTokenId", cause: .ownKeysUnknown, kind: .authorization, isOurs: true),
        Row(status: 403, code: "SignatureDoesNotMatch", cause: .ownSecretWrong, kind: .authorization, isOurs: true),
        Row(status: 400, code: "IncompleteSignature", cause: .ownSignatureIncomplete, kind: .internal, isOurs: true),
        Row(
            status: 403, code: "MissingAuthenticationToken", cause: .ownSignatureIncomplete, kind: .internal,
            isOurs: true),
        Row(
            status: 400, code: "ValidationError",
            message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            cause: .duration, kind: .configuration, isOurs: false),
        Row(
            status: 400, code: "ValidationError",
            message:
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            cause: .duration, kind: .configuration, isOurs: false),
        Row(
            status: 400, code: "ValidationError", message: "arn:x is invalid", cause: .validation, kind: .configuration,
            isOurs: false),
        Row(status: 400, code: "Throttling", cause: .throttled, kind: .rateLimited, isOurs: false),
        Row(status: 400, code: "RequestExpired", cause: .clock, kind: .configuration, isOurs: true),
        Row(status: 500, code: "InternalFailure", cause: .unavailable, kind: .transient, isOurs: false),
        Row(status: 418, code: "SomethingNew", cause: .other, kind: .configuration, isOurs: false),
    ]

    @Test("each answer of STS has its own cause, kind and owner, in AWS's words", arguments: STSErrorTests.rows)
    func told(row: Row) async throws {
        let lab = try STSLab([], fallback: STSAnswers.error(row.status, row.code, row.message))
        let request = AssumeRoleRequest(
            role: try RoleARN("arn:aws:iam::111111111111:role/lake"), sessionName: "hublake")
        let error = try #require(await #expect(throws: STSError.self) { _ = try await lab.client.assumeRole(request) })
        #expect(error.cause == row.cause && error.isOurs == row.isOurs)
        #expect(error.code == row.code && error.answer?.status == row.status)
        #expect(error.requestID == STSAnswers.requestID && error.role == request.role)
        let failure = error.failure
        #expect(failure.kind == row.kind && failure.what.contains("role/lake"))
        #expect(failure.why.contains("\(row.code): ") && failure.why.contains(STSAnswers.requestID))
        #expect(failure.remedy != nil)
        if row.isOurs, row.kind == .authorization { #expect(failure.remedy?.contains("hublake's own") == true) }
    }

    @Test(
        "a web identity's troubles are told from those of keys",
        arguments: ["ExpiredTokenException", "InvalidIdentityToken", "IDPRejectedClaim"])
    func webIdentity(code: String) async throws {
        let lab = try STSLab([STSAnswers.error(400, code)])
        let request = WebIdentityRequest(
            role: try RoleARN("arn:aws:iam::111111111111:role/lake"), sessionName: "pod", token: "ey.J.x")
        let error = await #expect(throws: STSError.self) { _ = try await lab.client.assumeRole(request) }
        #expect(error?.cause == .webIdentity && error?.failure.kind == .authorization)
        #expect(error?.failure.description.contains("ey.J") == false)
    }

    @Test("an answer that is not of STS's is said to be none, whatever its status")
    func strangers() async throws {
        for status in [403, 404, 502] {
            let lab = try STSLab([], fallback: { _ in .text(status, "<html><body>proxy</body></html>") })
            let error = await #expect(throws: STSError.self) { _ = try await lab.client.callerIdentity() }
            #expect(error?.cause == (status == 502 ? .unavailable : .other) && error?.code == nil)
            #expect(error?.failure.why.contains("not one of STS's") == true)
        }
    }

    @Test("a refusal of our own identity is ours, a refusal of a role is not")
    func owners() {
        #expect(STSError(.accessDenied, .callerIdentity, message: "").isOurs)
        #expect(!STSError(.accessDenied, .assumeRole, message: "").isOurs)
    }
}
