import Crypto
import Foundations
import HTTP

/// IAM Identity Center: the keys of a role for the token that `aws sso login` left in its cache.
struct SSOSource: CredentialSource {
    let name = CredentialSourceName.sso
    let profile: Profile
    let sessions: [String: [String: String]]
    let surroundings: CredentialSurroundings

    func look() async throws -> CredentialFinding {
        guard profile["sso_role_name"] != nil || profile["sso_account_id"] != nil else {
            return .nothing("profile \(profile.name) names no keys, role or program")
        }
        let settings = try SSOSettings(profile, sessions)
        let token = try self.token(settings)
        let response = try await RetriedCall(tries: 3, pause: .seconds(1), clock: surroundings.clock)
            .send(settings.request(token: token, surroundings), over: surroundings.transport)
        guard response.status == 200 else { throw refusal(response, settings) }
        guard let keys = Self.keys(response.body) else {
            throw failure(.invalidData, "the answer of IAM Identity Center cannot be read", remedy: nil)
        }
        return .found(keys)
    }

    private func token(_ settings: SSOSettings) throws(Failure) -> String {
        let digest = Hashing.hex(Insecure.SHA1.hash(data: Array(settings.cacheName.utf8)))
        let path = surroundings.expand("~/.aws/sso/cache/\(digest).json")
        guard let text = try surroundings.files.read(path), let document = JSONValue(utf8: Array(text.utf8)),
            let token = document["accessToken"]?.string,
            let end = document["expiresAt"]?.string.flatMap({ Timestamp(iso8601: Self.normal($0)) })
        else { throw signIn("nobody has signed in to IAM Identity Center on this machine", settings) }
        guard end > surroundings.clock.now() else {
            throw signIn("the sign-in to IAM Identity Center has expired", settings)
        }
        return token
    }

    /// Old versions of the AWS CLI wrote `UTC` for `Z`.
    private static func normal(_ time: String) -> String { time.hasSuffix("UTC") ? "\(time.dropLast(3))Z" : time }

    private static func keys(_ body: [UInt8]) -> AWSCredentials? {
        guard let role = JSONValue(utf8: body)?["roleCredentials"], let id = role["accessKeyId"]?.string,
            let secret = role["secretAccessKey"]?.string, let token = role["sessionToken"]?.string,
            let end = role["expiration"]?.integer.flatMap({ Timestamp(milliseconds: $0) })
        else { return nil }
        return AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: end)
    }

    private func refusal(_ response: HTTPResponse, _ settings: SSOSettings) -> Failure {
        let document = JSONValue(utf8: response.body)
        let words = (document?["message"] ?? document?["Message"])?.string ?? "no reason given"
        switch response.status {
        case 401: return signIn("IAM Identity Center no longer takes the sign-in: \(words)", settings)
        case 403, 404:
            return failure(
                .authorization, "IAM Identity Center refuses \(settings.role) in \(settings.account): \(words)",
                remedy: "Have the permission set assigned to you for that account, or correct the profile.")
        default:
            return failure(
                .transient, "IAM Identity Center answers \(response.status): \(words)", remedy: "Try again later.")
        }
    }

    private func signIn(_ why: String, _ settings: SSOSettings) -> Failure {
        failure(.authorization, why, remedy: "Run `aws sso login --profile \(profile.name)`.")
    }

    private func failure(_ kind: FailureKind, _ why: String, remedy: String?) -> Failure {
        Failure(kind, "cannot use the AWS profile \(profile.name)", why: why, remedy: remedy)
    }
}
