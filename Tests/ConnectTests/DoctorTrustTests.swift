import AWS
import Foundations
import TestSupport
import Testing

@testable import Connect

@Suite("Doctor: the role's trust")
struct DoctorTrustTests {
    private func causes(_ aws: ModelAWS, _ subject: DoctorSubject? = nil) async throws -> [Cause] {
        try await DoctorMatrixTests.examine(aws, subject).causes
    }

    @Test("A role that needs no id is not connected, although everything else passes")
    func open() async throws {
        let aws = ModelAWS { $0.trusted = [ModelAWS.id, nil] }
        let report = try await DoctorMatrixTests.examine(aws)
        #expect(report.causes == [.externalIDNotEnforced] && report.outcome == .fail && aws.left == 0)
        let check = try #require(report.checks.first { $0.cause != nil })
        #expect(check.statement?.text.contains(ModelAWS.id) == true)
        var connection = try Connection.model()
        connection.take(report, role: try RoleARN(ModelAWS.role), at: Timestamp(microseconds: 1))
        #expect(connection.state == .reserved)
    }

    @Test("A role that takes any id is told apart from one that needs none")
    func pattern() async throws {
        #expect(try await causes(ModelAWS { $0.acceptsAnyID = true }) == [.anyExternalIDAccepted])
    }

    @Test("The placeholder of the published text is recognised, and only it is named")
    func placeholder() async throws {
        let report = try await DoctorMatrixTests.examine(ModelAWS { $0.trusted = ["0000"] })
        #expect(report.causes == [.placeholderExternalID])
        #expect(report.checks.first { $0.cause != nil }?.statement?.text.contains(ModelAWS.principal) == true)
        #expect(report.checks.filter { $0.outcome == .skipped }.count == 14)
    }

    @Test("The id of another connection is recognised by its owner's name")
    func former() async throws {
        let other = try #require(ExternalID("hs-zzzzbbbbccccddddeeeeffffgggghhhh"))
        let subject = try DoctorSubject.model { $0.otherIDs = [.init(id: other, owner: "the connection beta")] }
        let report = try await DoctorMatrixTests.examine(ModelAWS { $0.trusted = [other.text] }, subject)
        #expect(report.causes == [.formerExternalID])
        #expect(report.checks.contains { $0.summary.contains("the connection beta") })
    }

    @Test("Another principal and another id look alike to AWS's callers, and the message says what to compare")
    func unknown() async throws {
        let report = try await DoctorMatrixTests.examine(ModelAWS { $0.trusted = ["acme-42"] })
        #expect(report.causes == [.trustDoesNotMatch])
        let remedy = try #require(report.checks.first { $0.cause != nil }?.remedy)
        #expect(
            remedy.contains(ModelAWS.principal) && remedy.contains("hublake-export") && remedy.contains("222233334444"))
    }

    @Test(
        "Shown the trust policy, it names what AWS does not tell",
        arguments: [
            (#"{"AWS":"arn:aws:iam::333333333333:user/other"}"#, ModelAWS.id, Cause.trustForAnotherPrincipal),
            (#"{"AWS":"AIDAABCDEFGHIJKLMNOPQ"}"#, ModelAWS.id, .trustForAnotherPrincipal),
            (#"{"AWS":"arn:aws:iam::222233334444:root"}"#, ModelAWS.id, .trustForOwnAccount),
            (#"{"AWS":"222233334444"}"#, "0000", .trustForOwnAccount),
            (#"{"AWS":["arn:aws:iam::111122223333:user/hublake"]}"#, "0000", .placeholderExternalID),
            (#"{"AWS":"arn:aws:iam::111122223333:user/hublake"}"#, "acme-42", .trustForAnotherID),
            (#"{"AWS":"arn:aws:iam::111122223333:user/hublake"}"#, ModelAWS.id, .trustDoesNotMatch),
            (#"{"Service":"ec2.amazonaws.com"}"#, ModelAWS.id, .trustForAnotherPrincipal),
        ])
    func shown(principal: String, id: String, cause: Cause) async throws {
        let text = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\(principal),"Action":"sts:AssumeRole",
            "Condition":{"StringEquals":{"sts:ExternalId":"\(id)"}}}]}
            """
        let document = try #require(JSONValue(utf8: Array(text.utf8)))
        let subject = try DoctorSubject.model { $0.trustPolicy = document }
        #expect(try await causes(ModelAWS { $0.trusted = [] }, subject) == [cause])
    }

    @Test("What aws iam get-role prints around the policy is looked through; anything else is told to be no policy")
    func wrapped() throws {
        let inner = PolicyDocument.trust(principal: ModelAWS.principal, externalID: ModelAWS.id).json
        let whole = JSONValue.object(["Role": .object(["AssumeRolePolicyDocument": inner])])
        func verdict(_ document: JSONValue) -> TrustReading.Verdict {
            TrustReading(document, principal: ModelAWS.principal, ids: [ModelAWS.id], account: "222233334444").verdict
        }
        #expect(verdict(whole) == .matches && verdict(inner) == .matches)
        #expect(verdict(.array([])) == .notReadable("it has no statements"))
        let permissions = PolicyDocument.permissions(try AccessGrant(bucket: "acme-lake")).json
        #expect(verdict(permissions) == .notReadable("no statement allows sts:AssumeRole"))
    }

    @Test("What is ours is not put on the customer's role")
    func ours() async throws {
        func only(_ probe: Probe, _ refusal: Refusal) async throws -> [Cause] {
            try await causes(ModelAWS { $0.overrides[probe] = refusal })
        }
        let unknownKey = Refusal(status: 403, code: "InvalidClientTokenId")
        #expect(try await only(.callerIdentity, unknownKey) == [.ownKeysRefused])
        #expect(try await only(.callerIdentity, Refusal(.noKeys, message: "none")) == [.noOwnKeys])
        #expect(try await only(.callerIdentity, Refusal(.unreachable, message: "timed out")) == [.stsUnreachable])
        #expect(
            try await only(.assumeRole(.current), Refusal(status: 403, code: "RegionDisabledException")) == [
                .stsRegionOff
            ])
        let own = Refusal(
            status: 403, code: "AccessDenied",
            message:
                "User: \(ModelAWS.principal) is not authorized to perform: sts:AssumeRole on resource: \(ModelAWS.role) "
                + "because no identity-based policy allows the sts:AssumeRole action")
        #expect(try await only(.assumeRole(.current), own) == [.ownPolicyDeniesAssume])
        #expect(
            try await only(
                .assumeRole(.current),
                Refusal(
                    status: 400, code: "ValidationError", message: "The requested DurationSeconds exceeds the limit"))
                == [.sessionTooLong])
    }

    @Test("Only AccessDenied proves that the id is enforced: a cut line does not")
    func throttledNegativeTest() async throws {
        let aws = ModelAWS { $0.overrides[.assumeRole(.wrong)] = Refusal(.unreachable, message: "reset") }
        #expect(try await causes(aws) == [.unexpectedAnswer])
    }

    @Test("A session of another account, and a clock that is off, are told")
    func accountAndClock() async throws {
        #expect(try await causes(ModelAWS { $0.account = "333333333333" }) == [.otherAccount])
        #expect(try await causes(ModelAWS { $0.clockOffset = -600 }) == [.clockOff])
        #expect(try await causes(ModelAWS { $0.clockOffset = 200 }) == [])
    }

    @Test("A rotation goes on with the old id, and is noticed when the role asks for the new one")
    func rotation() async throws {
        let next = "hs-nnnnbbbbccccddddeeeeffffgggghhhh"
        let subject = try DoctorSubject.model { $0.nextExternalID = next }
        let before = try await DoctorMatrixTests.examine(ModelAWS(), subject)
        #expect(before.outcome == .pass && !before.acceptsNextID)
        let after = try await DoctorMatrixTests.examine(ModelAWS { $0.trusted = [next] }, subject)
        #expect(after.outcome == .pass && after.acceptsNextID)
    }

    @Test("Waiting for AWS ends when the role works, when it cannot help, and when patience ends")
    func waiting() async throws {
        let clock = ManualClock()
        let doctor = Doctor(ModelAWS { $0.trusted = [] }, clock: clock)
        try await doctor.awaitRole(try .model(), patience: .seconds(120)) { _ in }
        #expect(clock.sleeps.reduce(.zero, +) <= .seconds(120) && clock.sleeps.count > 10)
        for trusted: Set<String?> in [[ModelAWS.id], ["0000"], [nil]] {
            let still = ManualClock()
            try await Doctor(ModelAWS { $0.trusted = trusted }, clock: still).awaitRole(
                try .model(), patience: .seconds(120)
            ) { _ in }
            #expect(still.sleeps.isEmpty)
        }
    }
}

extension Connection {
    static func model(name: String = "acme", prefix: String = "exports") throws -> Connection {
        var random = SeededGenerator(seed: 7)
        return Connection(
            name: try ConnectionName(name), grant: try AccessGrant(bucket: "acme-lake", prefixes: [prefix]),
            prefix: prefix,
            externalID: ExternalID(using: &random), principal: ModelAWS.principal,
            createdAt: Timestamp(microseconds: 1_790_000_000_000_000))
    }
}
