import Crypto
import Foundations

/// The console's session that `aws login` left in its cache (`login_session` in the profile).
///
/// Its keys last 15 minutes; the AWS CLI fetches new ones and writes them there. hublake reads them and never writes.
struct LoginSource: CredentialSource {
    let name = CredentialSourceName.login
    let profile: Profile
    let surroundings: CredentialSurroundings

    func look() throws(Failure) -> CredentialFinding {
        guard let session = profile["login_session"] else {
            return .nothing("profile \(profile.name) names no keys, role or program")
        }
        let folder = surroundings.expand(surroundings.variable("AWS_LOGIN_CACHE_DIRECTORY") ?? "~/.aws/login/cache")
        let path = "\(folder)/\(Hashing.sha256Hex(session.utf8)).json"
        guard let text = try surroundings.files.read(path),
            let token = JSONValue(utf8: Array(text.utf8))?["accessToken"], let id = token["accessKeyId"]?.string,
            let secret = token["secretAccessKey"]?.string, let sessionToken = token["sessionToken"]?.string,
            let end = token["expiresAt"]?.string.flatMap({ Timestamp(iso8601: $0) })
        else { throw refusal("nobody has signed in with `aws login` on this machine") }
        guard end > surroundings.clock.now() else { throw refusal("the session of `aws login` has expired") }
        return .found(
            AWSCredentials(accessKeyID: id, secretAccessKey: secret, sessionToken: sessionToken, expiration: end))
    }

    private func refusal(_ why: String) -> Failure {
        Failure(
            .authorization, "cannot use the AWS profile \(profile.name)", why: why,
            remedy:
                "Run `aws login --profile \(profile.name)`. For longer runs give a second profile credential_process = "
                + "aws configure export-credentials --profile \(profile.name) --format process: it renews the session.")
    }
}
