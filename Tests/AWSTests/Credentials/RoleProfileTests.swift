import AWS
import Foundations
import HTTP
import TestSupport
import Testing

@Suite("A profile with a role")
struct RoleProfileTests {
    private static let chain = """
        [profile outer]
        role_arn = arn:aws:iam::111111111111:role/outer
        source_profile = inner
        external_id = ext-1
        role_session_name = mine
        duration_seconds = 7200
        [profile inner]
        role_arn = arn:aws:iam::222222222222:role/inner
        source_profile = base
        region = eu-central-1
        [profile base]
        aws_access_key_id = AKIABASE
        aws_secret_access_key = s
        """

    private func signer(_ request: HTTPRequest) -> String {
        let rest = request.header("Authorization")?.split(separator: "Credential=").last ?? ""
        return String(rest.prefix { $0 != "/" })
    }

    @Test("roles are assumed one with the keys of the other; a chained session is an hour at most")
    func chained() async throws {
        var machine = Machine(config: Self.chain)
        machine.network = ScriptedTransport(answers: [STSAnswers.session("ASIAINNER"), STSAnswers.session("ASIAOUTER")])
        let found = try await machine.find(profile: "outer")
        #expect(found.credentials.accessKeyID == "ASIAOUTER" && found.source == .roleProfile)
        let requests = machine.network.requests
        #expect(requests.map(signer) == ["AKIABASE", "ASIAINNER"])
        #expect(requests.map { $0.form["RoleArn"]?.suffix(5) } == ["inner", "outer"])
        #expect(requests[1].form["ExternalId"] == "ext-1" && requests[1].form["RoleSessionName"] == "mine")
        #expect(requests.map { $0.form["DurationSeconds"] } == ["3600", "3600"])
        #expect(requests[0].url == "https://sts.eu-central-1.amazonaws.com/")
        #expect(requests[1].url == "https://sts.us-east-1.amazonaws.com/")
    }

    @Test("a profile may use its own keys for its role")
    func itself() async throws {
        var machine = Machine(
            config: """
                [default]
                role_arn = arn:aws-cn:iam::111111111111:role/x
                source_profile = default
                aws_access_key_id = AKIASELF
                aws_secret_access_key = s
                """)
        machine.network = ScriptedTransport(answers: [STSAnswers.session()])
        _ = try await machine.find()
        #expect(signer(machine.network.requests[0]) == "AKIASELF")
        #expect(machine.network.requests[0].url == "https://sts.cn-north-1.amazonaws.com.cn/")
    }

    @Test("keys may come from the environment, even where a profile was named")
    func environment() async throws {
        var machine = Machine(
            config: "[profile p]\nrole_arn = arn:aws:iam::111111111111:role/x\ncredential_source = Environment")
        machine.variables["AWS_ACCESS_KEY_ID"] = "AKIAENV"
        machine.variables["AWS_SECRET_ACCESS_KEY"] = "s"
        machine.network = ScriptedTransport(answers: [STSAnswers.session()])
        _ = try await machine.find(profile: "p")
        #expect(signer(machine.network.requests[0]) == "AKIAENV")
    }

    @Test(
        "a profile that leads nowhere is refused with the reason",
        arguments: [
            ("", "neither source_profile nor credential_source"),
            ("source_profile = base\ncredential_source = Environment", "both"),
            ("source_profile = gone", "gone does not exist"),
            ("source_profile = p", "circle: p, p"), ("source_profile = back", "circle: p, back, p"),
            ("credential_source = Moon", "none of"), ("source_profile = empty", "empty has no keys"),
            ("credential_source = Environment", "AWS_ACCESS_KEY_ID is not set"),
            ("source_profile = base\nmfa_serial = x", "MFA"),
            ("source_profile = base\nduration_seconds = 10", "900"),
            ("source_profile = base\nrole_arn = x", "role_arn"),
        ])
    func refused(lines: String, why: String) async throws {
        let machine = Machine(
            config: """
                [profile p]
                role_arn = arn:aws:iam::111111111111:role/x
                \(lines)
                [profile back]
                role_arn = arn:aws:iam::111111111111:role/y
                source_profile = p
                [profile base]
                aws_access_key_id = AKIABASE
                aws_secret_access_key = s
                [profile empty]
                region = eu-west-1
                """)
        let failure = try #require(await machine.failure(profile: "p"))
        #expect(failure.kind == .configuration && failure.why.contains(why), "\(failure)")
        #expect(machine.network.requests.isEmpty)
    }

    @Test("what STS says reaches the person")
    func denied() async throws {
        var machine = Machine(config: Self.chain)
        machine.network = ScriptedTransport(answers: [STSAnswers.error(403, "AccessDenied", "not authorized")])
        let failure = try #require(await machine.failure(profile: "inner"))
        #expect(failure.kind == .authorization && failure.why.contains("AccessDenied: not authorized"))
    }
}
