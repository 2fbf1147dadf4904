import AWS
import Foundations
import TestSupport
import Testing

@Suite("CredentialChain")
struct CredentialChainTests {
    private static let both = """
        [default]
        aws_access_key_id = AKIACONFIG
        aws_secret_access_key = c
        [profile other]
        aws_access_key_id = AKIAOTHER
        aws_secret_access_key = o
        """

    @Test("keys in the environment come first, unless a profile was named explicitly")
    func environment() async throws {
        var machine = Machine(config: Self.both)
        machine.variables["AWS_ACCESS_KEY_ID"] = " AKIAENV\n"
        machine.variables["AWS_SECRET_ACCESS_KEY"] = "e"
        machine.variables["AWS_PROFILE"] = "other"
        let first = try await machine.find()
        #expect(first.credentials.accessKeyID == "AKIAENV" && first.source == .environment && first.profile == nil)
        let named = try await machine.find(profile: "other")
        #expect(named.credentials.accessKeyID == "AKIAOTHER" && named.source == .configFile && named.profile == "other")
    }

    @Test("AWS_PROFILE chooses the profile; the credentials file goes before the configuration file")
    func files() async throws {
        var machine = Machine(
            config: Self.both,
            credentials: "[other]\naws_access_key_id=AKIACRED\naws_secret_access_key=s\naws_session_token=t")
        #expect(try await machine.find().credentials.accessKeyID == "AKIACONFIG")
        machine.variables["AWS_PROFILE"] = "other"
        let found = try await machine.find()
        #expect(found.credentials.accessKeyID == "AKIACRED" && found.credentials.sessionToken == "t")
        #expect(found.source == .credentialsFile)
    }

    @Test("files may stand elsewhere, ~ included")
    func elsewhere() async throws {
        var machine = Machine()
        machine.variables["AWS_CONFIG_FILE"] = "~/x/config"
        machine.variables["AWS_SHARED_CREDENTIALS_FILE"] = "/etc/keys"
        machine.files = [
            "/users/me/x/config": "[profile p]\nregion = eu-west-1",
            "/etc/keys": "[p]\naws_access_key_id=AKIAP\naws_secret_access_key=s",
        ]
        #expect(try await machine.find(profile: "p").credentials.accessKeyID == "AKIAP")
    }

    @Test("when nothing is found, everything that was looked at is listed")
    func nothing() async throws {
        let failure = try #require(await Machine().failure())
        #expect(failure.kind == .configuration)
        for words in [
            "AWS_ACCESS_KEY_ID is not set", "no profile default in /users/me/.aws/config or /users/me/.aws/credentials",
            "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "no EC2 metadata service answers",
        ] { #expect(failure.why.contains(words), "\(failure.why)") }
    }

    @Test("a profile that was named and does not exist is an error, not a reason to look elsewhere")
    func missingProfile() async throws {
        var machine = Machine(config: Self.both)
        let failure = try #require(await machine.failure(profile: "othr"))
        #expect(failure.kind == .configuration && failure.remedy?.contains("default, other") == true)
        machine.variables["AWS_PROFILE"] = "gone"
        #expect(await machine.failure()?.what.contains("gone") == true)
    }

    @Test(
        "half a pair of keys is an error wherever it stands",
        arguments: [
            Machine(config: "[default]\naws_access_key_id = AKIAHALF"),
            Machine(config: "", credentials: "[default]\naws_access_key_id = AKIAHALF\naws_secret_access_key ="),
        ])
    func half(machine: Machine) async {
        #expect(await machine.failure()?.why.contains("aws_secret_access_key") == true)
    }

    @Test("keys that AWS no longer takes are looked for again, so that a file that was renewed counts")
    func renewal() async throws {
        var machine = Machine(
            config: "[default]\ncredential_process = keys",
            programs: [
                "keys": .printing(
                    #"{"Version": 1, "AccessKeyId": "AKIAONE", "SecretAccessKey": "s"}"#)
            ])
        machine.variables["AWS_EC2_METADATA_DISABLED"] = "true"
        let credentials = CredentialChain(surroundings: machine.surroundings).credentials()
        let first = try await credentials.credentials()
        _ = try await credentials.credentials()
        #expect(machine.programs.lines.count == 1)
        await credentials.invalidate(first)
        _ = try await credentials.credentials()
        #expect(machine.programs.lines.count == 2)
    }
}
