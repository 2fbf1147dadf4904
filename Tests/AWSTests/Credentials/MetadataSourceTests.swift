import AWS
import Foundations
import HTTP
import TestSupport
import Testing

@Suite("Containers and instances")
struct MetadataSourceTests {
    private static let keys = #"""
        {"Code": "Success", "AccessKeyId": "ASIAMETA", "SecretAccessKey": "s", "Token": "t", "Expiration": "2026-11-25T16:00:00Z"}
        """#

    // MARK: - Containers

    @Test("ECS's relative address goes before the full one")
    func relative() async throws {
        var machine = Machine()
        machine.variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/x"
        machine.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/other"
        machine.container = ScriptedTransport([.json(200, Self.keys)])
        let found = try await machine.find()
        #expect(found.source == .container && found.credentials.sessionToken == "t")
        #expect(found.credentials.expiration == Timestamp(iso8601: "2026-11-25T16:00:00Z"))
        #expect(machine.container.requests[0].url == "http://169.254.170.2/v2/credentials/x")
        #expect(machine.container.requests[0].header("Authorization") == nil)
    }

    @Test("EKS's token file goes before the variable, and is read anew")
    func tokens() async throws {
        var machine = Machine()
        machine.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials"
        machine.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "variable"
        machine.container = ScriptedTransport(answers: [], fallback: { _ in .json(200, Self.keys) })
        _ = try await machine.find()
        machine.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/var/t"
        for token in ["one", "two"] {
            machine.files["/var/t"] = token
            _ = try await machine.find()
        }
        #expect(machine.container.requests.map { $0.header("Authorization") } == ["variable", "one", "two"])
        machine.files["/var/t"] = "two\r\nX: y"
        #expect(await machine.failure()?.why.contains("characters that no header may have") == true)
    }

    @Test(
        "only this machine, AWS's own addresses and hosts with TLS are asked",
        arguments: [
            "http://127.0.0.1:80/x", "http://127.8.9.10/x", "http://localhost/x", "http://[::1]/x",
            "http://169.254.170.2/x",
            "http://169.254.170.23/x", "http://[fd00:ec2::23]/x", "https://keys.example.com/x",
        ])
    func allowed(url: String) async throws {
        var machine = Machine()
        machine.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url
        machine.container = ScriptedTransport([.json(200, Self.keys)])
        #expect(try await machine.find().source == .container)
    }

    @Test(
        "other hosts never see the token",
        arguments: [
            "http://keys.example.com/x", "http://169.254.169.254/x", "http://127.0.0.1.example.com/x",
            "http://127.0.0.1@example.com/x",
            "http://127.0.0.256/x", "http://10.0.0.1/x", "http://localhost.example.com/x", "ftp://127.0.0.1/x", "x",
        ])
    func refused(url: String) async {
        var machine = Machine()
        machine.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url
        machine.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "token"
        let failure = await machine.failure()
        #expect(failure?.kind == .configuration && machine.container.requests.isEmpty)
    }

    @Test("a container's endpoint is tried three times; its refusal never falls through to the instance")
    func containerTrouble() async throws {
        var machine = Machine()
        machine.variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/x"
        machine.container = ScriptedTransport(answers: [
            { _ in throw Failure(.transient, "cannot GET", why: "reset") }, { _ in .json(500, "{}") },
            { _ in .json(200, Self.keys) },
        ])
        _ = try await machine.find()
        #expect(machine.clock.sleeps == [.seconds(1), .seconds(1)])
        machine.container = ScriptedTransport([.json(403, "{}"), .json(200, #"{"AccessKeyId": "x"}"#)])
        #expect(await machine.failure()?.kind == .authorization)
        #expect(await machine.failure()?.kind == .invalidData)
        #expect(machine.instance.requests.isEmpty)
    }

    // MARK: - Instances

    @Test("an instance's keys need a token first")
    func instance() async throws {
        var machine = Machine()
        machine.instance = ScriptedTransport([.text(200, "tok"), .text(200, "my role\n"), .json(200, Self.keys)])
        let found = try await machine.find()
        #expect(found.source == .instance && found.credentials.accessKeyID == "ASIAMETA")
        let requests = machine.instance.requests
        #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
        #expect(requests[0].header("x-aws-ec2-metadata-token-ttl-seconds") == "21600")
        #expect(requests[1].header("x-aws-ec2-metadata-token") == "tok")
        #expect(requests[2].url == "http://169.254.169.254/latest/meta-data/iam/security-credentials/my%20role")
    }

    @Test("the metadata service may be switched off, be elsewhere, or speak IPv6")
    func places() async throws {
        var machine = Machine()
        machine.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = "IPv6"
        _ = await machine.failure()
        machine.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:8080/"
        _ = await machine.failure()
        #expect(
            machine.instance.requests.map(\.url) == [
                "http://[fd00:ec2::254]/latest/api/token", "http://127.0.0.1:8080/latest/api/token",
            ])
        machine.variables["AWS_EC2_METADATA_DISABLED"] = "TRUE"
        #expect(await machine.failure()?.why.contains("AWS_EC2_METADATA_DISABLED is set") == true)
        #expect(machine.instance.requests.count == 2)
    }

    @Test("an instance without a role, or whose role is broken, has no keys")
    func noRole() async {
        var machine = Machine()
        machine.instance = ScriptedTransport([
            .text(200, "tok"), .text(404, ""), .text(200, "tok"), .text(200, "r"),
            .json(200, #"{"Code": "AssumeRoleUnauthorizedAccess"}"#),
            .text(403, ""),
        ])
        #expect(await machine.failure()?.why.contains("has no role") == true)
        #expect(await machine.failure()?.why.contains("AssumeRoleUnauthorizedAccess") == true)
        #expect(await machine.failure()?.why.contains("no EC2 metadata service") == true)
        #expect(machine.instance.remaining == 0)
    }

    @Test("keys whose end has passed are used a while longer: the service has no newer ones, and AWS takes them")
    func prolonged() async throws {
        var machine = Machine()
        let old = Self.keys.replacing("16:00", with: "09:59")
        machine.instance = ScriptedTransport([.text(200, "tok"), .text(200, "r"), .json(200, old)])
        // 15 minutes, and half of the span between 2 and 10 minutes.
        #expect(try await machine.find().credentials.expiration == Timestamp(iso8601: "2026-11-25T10:21:00Z"))
    }
}
