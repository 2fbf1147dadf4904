import AWS
import Foundations
import HTTP
import TestSupport
import Testing

@Suite("Web identity, single sign-on, login and programs")
struct ProfileSourceTests {
    // MARK: - Web identity

    @Test("a web identity's token is read anew for each session")
    func webIdentity() async throws {
        var machine = Machine()
        machine.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/var/token"
        machine.variables["AWS_ROLE_ARN"] = "arn:aws:iam::111111111111:role/pod"
        machine.variables["AWS_REGION"] = "eu-north-1"
        machine.network = ScriptedTransport(
            answers: [], fallback: STSAnswers.session(action: "AssumeRoleWithWebIdentity"))
        #expect(await machine.failure()?.why.contains("no web identity token in /var/token") == true)
        for token in ["ey.one", "ey.two\n"] {
            machine.files["/var/token"] = token
            #expect(try await machine.find().source == .webIdentity)
        }
        #expect(machine.network.requests.map { $0.form["WebIdentityToken"] } == ["ey.one", "ey.two"])
        #expect(machine.network.requests[0].url.contains("eu-north-1"))
    }

    @Test("the variables of a web identity do not count for a profile that was named")
    func webIdentityProfile() async throws {
        var machine = Machine(
            config: "[profile p]\nrole_arn = arn:aws:iam::111111111111:role/mine\nweb_identity_token_file = ~/t")
        machine.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/var/token"
        machine.variables["AWS_ROLE_ARN"] = "arn:aws:iam::111111111111:role/pod"
        machine.files["/users/me/t"] = "ey.mine"
        machine.network = ScriptedTransport(answers: [STSAnswers.session(action: "AssumeRoleWithWebIdentity")])
        #expect(try await machine.find(profile: "p").source == .webIdentity)
        #expect(machine.network.requests[0].form["RoleArn"]?.hasSuffix("role/mine") == true)
    }

    // MARK: - IAM Identity Center

    private static let sso = """
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://example.com/start
        [default]
        sso_session = corp
        sso_account_id = 111111111111
        sso_role_name = Reader
        """
    private static let ssoCache = "/users/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
    private static let roleCredentials = #"""
        {"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": 1795604400000}}
        """#

    @Test("the token of aws sso login is exchanged for a role's keys")
    func sso() async throws {
        var machine = Machine(config: Self.sso)
        machine.files[Self.ssoCache] = #"{"accessToken": "bearer", "expiresAt": "2026-11-25T12:00:00UTC"}"#
        machine.network = ScriptedTransport([.json(200, Self.roleCredentials)])
        let found = try await machine.find()
        #expect(found.source == .sso && found.credentials.accessKeyID == "ASIASSO")
        #expect(found.credentials.expiration == Timestamp(milliseconds: 1_795_604_400_000))
        let request = machine.network.requests[0]
        #expect(
            request.url
                == "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Reader&account_id=111111111111"
        )
        #expect(request.header("x-amz-sso_bearer_token") == "bearer")
    }

    @Test("without a sign-in, with an expired one, or with one that is refused, the command is said")
    func ssoExpired() async throws {
        var machine = Machine(config: Self.sso)
        #expect(await machine.failure()?.remedy == "Run `aws sso login --profile default`.")
        machine.files[Self.ssoCache] = #"{"accessToken": "bearer", "expiresAt": "2026-11-25T10:00:00Z"}"#
        let expired = try #require(await machine.failure())
        #expect(expired.kind == .authorization && expired.why.contains("expired") && machine.network.requests.isEmpty)
        machine.files[Self.ssoCache] = #"{"accessToken": "bearer", "expiresAt": "2026-11-25T10:00:01Z"}"#
        machine.network = ScriptedTransport([
            .json(401, #"{"message": "Session token not found or invalid"}"#), .json(403, #"{"message": "No access"}"#),
        ])
        #expect(await machine.failure()?.remedy == "Run `aws sso login --profile default`.")
        let forbidden = try #require(await machine.failure())
        #expect(forbidden.why.contains("refuses Reader in 111111111111: No access"))
        #expect(!forbidden.description.contains("bearer"))
    }

    @Test("parts that are missing, or that contradict the session, are named")
    func ssoIncomplete() async {
        let none = Machine(config: "[default]\nsso_role_name = x\nsso_session = corp")
        #expect(await none.failure()?.why.contains("no section [sso-session corp]") == true)
        let part = Machine(config: "[default]\nsso_role_name = x\nsso_account_id = 1")
        #expect(await part.failure()?.why == "it has no sso_region")
        let other = Machine(config: Self.sso + "\nsso_region = us-east-1")
        #expect(await other.failure()?.why == "its sso_region is not that of its sso-session")
    }

    // MARK: - Login

    @Test("the session of aws login is used while it lasts")
    func login() async throws {
        // The file's name is the SHA-256 of the session's, as the AWS CLI names it.
        let cache = "/users/me/.aws/login/cache/f588fbe994a0abe4d250a61f6da847b285b7ffe841c32dc31fbeed4f0bc75d30.json"
        var machine = Machine(config: "[default]\nlogin_session = arn:aws:iam::111111111111:user/me")
        #expect(await machine.failure()?.remedy?.contains("`aws login --profile default`") == true)
        machine.variables["AWS_LOGIN_CACHE_DIRECTORY"] = "/cache"
        machine.files[cache.replacing("/users/me/.aws/login/cache", with: "/cache")] = #"""
            {"accessToken": {"accessKeyId": "ASIALOGIN", "secretAccessKey": "s", "sessionToken": "t", "accountId": "1",
             "expiresAt": "2026-11-25T10:10:00Z"}, "refreshToken": "r"}
            """#
        let found = try await machine.find()
        #expect(found.source == .login && found.credentials.accessKeyID == "ASIALOGIN")
        machine.clock.advance(by: .seconds(600))
        #expect(await machine.failure()?.why == "the session of `aws login` has expired")
    }

    // MARK: - Programs

    @Test("a program's keys are taken, its arguments split as a shell would")
    func process() async throws {
        let machine = Machine(
            config: "[default]\ncredential_process = ~/bin/keys --for \"two words\" 'x y'",
            programs: [
                "/users/me/bin/keys": .printing(
                    #"{"Version": 1, "AccessKeyId": "ASIAPROC", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2026-11-25T11:00:00+00:00"}"#
                )
            ])
        let found = try await machine.find()
        #expect(found.source == .process && found.credentials.sessionToken == "t")
        #expect(found.credentials.expiration == Timestamp(iso8601: "2026-11-25T11:00:00Z"))
        #expect(machine.programs.lines == [["/users/me/bin/keys", "--for", "two words", "x y"]])
    }

    @Test(
        "a program that fails is named, with what it said, but not what it printed",
        arguments: [
            (
                CommandResult(status: 3, output: Array("hush".utf8), errorText: "no session\nmore"),
                "status 3: no session"
            ),
            (.printing("hush"), "no JSON"), (.printing(#"{"AccessKeyId": "hush"}"#), "Version 1"),
            (.printing(#"{"Version": 1, "AccessKeyId": "hush"}"#), "no complete keys"),
            (
                .printing(
                    #"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "hush", "Expiration": "2026-11-25T09:00:00Z"}"#
                ),
                "expired"
            ),
            (
                .printing(#"{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "hush", "Expiration": "soon"}"#),
                "no complete keys"
            ),
        ])
    func processFailures(result: CommandResult, why: String) async throws {
        let machine = Machine(config: "[default]\ncredential_process = keys", programs: ["keys": result])
        let failure = try #require(await machine.failure())
        #expect(failure.why.contains(why) && !failure.description.contains("hush"), "\(failure)")
    }
}
