import AWS
import Foundations
import HTTP

/// The few calls of IAM and S3 by which the demo sets up its two accounts, as an administrator would in the console.
struct DemoIAM: Sendable {
    /// The server, `http://127.0.0.1:4566`.
    let url: String
    /// Whose root acts: with MiniStack, an account's number is the key of its root.
    let account: String
    let transport: any HTTPTransport
    let clock: any WallClock

    static let region = "us-east-1"

    /// Makes a user who may do what `policy` says, and gives it a key.
    func makeUser(_ name: String, policy: String) async throws -> AWSCredentials {
        _ = try await iam("CreateUser", ["UserName": name])
        _ = try await iam("PutUserPolicy", ["UserName": name, "PolicyName": "demo", "PolicyDocument": policy])
        let key = try await iam("CreateAccessKey", ["UserName": name])
        return AWSCredentials(
            accessKeyID: try Self.element("AccessKeyId", of: key),
            secretAccessKey: try Self.element("SecretAccessKey", of: key))
    }

    /// Makes a role and returns its ARN.
    func makeRole(_ name: String, trust: String, permissions: String) async throws -> String {
        let role = try await iam("CreateRole", ["RoleName": name, "AssumeRolePolicyDocument": trust])
        _ = try await iam("PutRolePolicy", ["RoleName": name, "PolicyName": "demo", "PolicyDocument": permissions])
        return try Self.element("Arn", of: role)
    }

    /// Makes a bucket; one that the account has already is as good.
    func makeBucket(_ name: String) async throws {
        let response = try await send(
            HTTPRequest(method: "PUT", url: "\(url)/\(name)"), service: "s3", path: .asSent)
        let isThere = response.status == 409 && Self.text(response).contains("BucketAlreadyOwnedByYou")
        guard response.status == 200 || isThere else { throw Self.failure("CreateBucket", response) }
    }

    private func iam(_ action: String, _ parameters: [String: String]) async throws -> String {
        let items = [QueryItem("Action", action), QueryItem("Version", "2010-05-08")]
        let form = QueryItem.encode(items + parameters.sorted { $0.key < $1.key }.map { QueryItem($0.key, $0.value) })
        let response = try await send(
            HTTPRequest(
                method: "POST", url: "\(url)/",
                headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
                body: Array(form.utf8)), service: "iam", path: .normalized)
        guard response.status == 200 else { throw Self.failure(action, response) }
        return Self.text(response)
    }

    private func send(_ request: HTTPRequest, service: String, path: CanonicalPath) async throws -> HTTPResponse {
        let root = AWSCredentials(accessKeyID: account, secretAccessKey: "demo")
        return try await transport.send(
            SigV4(region: Self.region, service: service, path: path).sign(request, as: root, at: clock.now()))
    }

    private static func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    private static func element(_ name: String, of xml: String) throws(Failure) -> String {
        guard let begin = xml.firstRange(of: "<\(name)>"), let end = xml.firstRange(of: "</\(name)>"),
            begin.upperBound <= end.lowerBound
        else { throw Failure(.internal, "cannot set up the demo's accounts", why: "MiniStack's answer has no \(name)") }
        return String(xml[begin.upperBound..<end.lowerBound])
    }

    private static func failure(_ action: String, _ response: HTTPResponse) -> Failure {
        Failure(
            .internal, "cannot set up the demo's accounts",
            why:
                "MiniStack refused \(action) with status \(response.status): \(Redaction.redact(text(response), limit: 300))",
            remedy: "The demo is made for MiniStack \(MiniStackProgram.version).")
    }
}
