import AWS
import Foundations
import TestSupport
import Testing

@Suite("AssumedRoleCredentials")
struct AssumedRoleTests {
    private func access(_ ids: [String] = [], policy: String? = nil) throws -> RoleAccess {
        RoleAccess(
            role: try RoleARN("arn:aws:iam::111111111111:role/lake"), externalIDs: ids, sessionName: "hublake",
            sessionPolicy: policy)
    }

    @Test("one session serves until its end is near, and then another")
    func refresh() async throws {
        let lab = try STSLab([
            STSAnswers.session("ASIAONE"), STSAnswers.session("ASIATWO", until: "2026-11-25T12:00:00Z"),
        ])
        let credentials = AssumedRoleCredentials(try access(["id-1"]), sts: lab.client, clock: lab.clock)
        #expect(try await credentials.credentials().accessKeyID == "ASIAONE")
        lab.clock.advance(by: .seconds(2600))
        #expect(try await credentials.credentials().accessKeyID == "ASIAONE")
        lab.clock.advance(by: .seconds(200))
        #expect(try await credentials.credentials().accessKeyID == "ASIATWO")
        #expect(credentials.acceptedExternalID == "id-1" && lab.transport.remaining == 0)
    }

    @Test("a session that AWS calls expired is replaced at once")
    func invalidated() async throws {
        let lab = try STSLab([STSAnswers.session("ASIAONE"), STSAnswers.session("ASIATWO")])
        let credentials = AssumedRoleCredentials(try access(), sts: lab.client, clock: lab.clock)
        let first = try await credentials.credentials()
        await credentials.invalidate(first)
        #expect(try await credentials.credentials().accessKeyID == "ASIATWO")
        await credentials.invalidate(first)
        #expect(try await credentials.credentials().accessKeyID == "ASIATWO")
    }

    @Test("while an external id is being replaced, the new one is tried first, then the old")
    func rotation() async throws {
        let lab = try STSLab([
            STSAnswers.error(403, "AccessDenied"), STSAnswers.session("ASIAONE"), STSAnswers.session("ASIATWO"),
        ])
        let credentials = AssumedRoleCredentials(try access(["new-id", "old-id"]), sts: lab.client, clock: lab.clock)
        let first = try await credentials.credentials()
        #expect(credentials.acceptedExternalID == "old-id")
        await credentials.invalidate(first)
        _ = try await credentials.credentials()
        #expect(credentials.acceptedExternalID == "new-id")
        #expect(lab.forms.map { $0["ExternalId"] } == ["new-id", "old-id", "new-id"])
    }

    @Test("only a refusal is a reason to try the other id, and a refusal of all is said")
    func refusals() async throws {
        let lab = try STSLab([STSAnswers.error(403, "RegionDisabledException")])
        let disabled = AssumedRoleCredentials(try access(["new-id", "old-id"]), sts: lab.client, clock: lab.clock)
        await expectFailure(.configuration) { _ = try await disabled.credentials() }
        let closed = try STSLab([STSAnswers.error(403, "AccessDenied"), STSAnswers.error(403, "AccessDenied")])
        let refused = AssumedRoleCredentials(try access(["new-id", "old-id"]), sts: closed.client, clock: closed.clock)
        await expectFailure(.authorization) { _ = try await refused.credentials() }
        #expect(closed.transport.remaining == 0 && refused.acceptedExternalID == nil)
    }

    @Test("sessions are shared by role, ids and policy, and the oldest makes room")
    func cache() throws {
        let lab = try STSLab([])
        let sessions = RoleSessions(capacity: 2, clock: lab.clock)
        let one = sessions.session(try access(["a1"]), sts: lab.client)
        #expect(sessions.session(try access(["a1"]), sts: lab.client) === one)
        let two = sessions.session(try access(["a2"]), sts: lab.client)
        #expect(two !== one)
        #expect(sessions.session(try access(["a1"]), sts: lab.client) === one)
        _ = sessions.session(try access(["a1"], policy: "{}"), sts: lab.client)
        #expect(sessions.session(try access(["a1"]), sts: lab.client) === one)
        #expect(sessions.session(try access(["a2"]), sts: lab.client) !== two)
        let elsewhere = try STSLab([], region: "us-east-2")
        #expect(sessions.session(try access(["a1"]), sts: elsewhere.client) !== one)
        sessions.forget(one.access.role)
        #expect(sessions.session(try access(["a1"]), sts: lab.client) !== one)
    }
}
