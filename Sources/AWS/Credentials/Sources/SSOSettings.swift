import Foundations
import HTTP

/// What a profile says about IAM Identity Center, with what its `sso-session` adds.
struct SSOSettings: Sendable, Hashable {
    /// The account.
    let account: String
    /// The permission set's name.
    let role: String
    /// The region of IAM Identity Center.
    let region: String
    /// What the cached token is named after: the session, or the start URL where there is none.
    let cacheName: String

    /// Throws `Failure(.configuration)` for a part that is missing.
    init(_ profile: Profile, _ sessions: [String: [String: String]]) throws(Failure) {
        var values = profile.values
        if let session = profile["sso_session"] {
            guard let more = sessions[session] else {
                throw Self.refusal(profile, "there is no section [sso-session \(session)]")
            }
            for (name, value) in more {
                if let own = values[name], own != value {
                    throw Self.refusal(profile, "its \(name) is not that of its sso-session")
                }
                values[name] = value
            }
        }
        func value(_ name: String) throws(Failure) -> String {
            guard let value = values[name], !value.isEmpty else { throw Self.refusal(profile, "it has no \(name)") }
            return value
        }
        account = try value("sso_account_id")
        role = try value("sso_role_name")
        region = try value("sso_region")
        let startURL = try value("sso_start_url")
        cacheName = profile["sso_session"] ?? startURL
    }

    /// GetRoleCredentials.
    func request(token: String, _ surroundings: CredentialSurroundings) throws(Failure) -> HTTPRequest {
        let endpoint = try STSEndpoint(region: region)
        let origin =
            surroundings.variable("AWS_ENDPOINT_URL_SSO").flatMap { HTTPOrigin(url: $0) }
            .map { "\($0.scheme)://\($0.authority)" }
            ?? "https://portal.sso.\(endpoint.region).\(endpoint.partition.dnsSuffix)"
        let query = QueryItem.encode([QueryItem("role_name", role), QueryItem("account_id", account)])
        return HTTPRequest(
            method: "GET", url: "\(origin)/federation/credentials?\(query)",
            headers: [HTTPHeader("x-amz-sso_bearer_token", token)])
    }

    private static func refusal(_ profile: Profile, _ why: String) -> Failure {
        Failure(
            .configuration, "cannot use the AWS profile \(profile.name)", why: why,
            remedy: "Run `aws configure sso --profile \(profile.name)`.")
    }
}
