import Foundations

/// A role's session for the token in a file, which Kubernetes (IRSA) and other identity providers keep fresh; the file is read each time.
struct WebIdentitySource: CredentialSource {
    let name = CredentialSourceName.webIdentity
    let profile: Profile
    let readsEnvironment: Bool
    let sts: STSSettings
    let surroundings: CredentialSurroundings

    func look() async throws -> CredentialFinding {
        guard let path = value("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE") else {
            return .nothing("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
        }
        guard let arn = value("role_arn", "AWS_ROLE_ARN") else {
            throw refusal("a web identity token is named, and no role", remedy: "Set AWS_ROLE_ARN.")
        }
        let role = try RoleARN(arn)
        let file = surroundings.expand(path)
        guard let token = try surroundings.files.read(file)?.trimmingBlanks(), !token.isEmpty else {
            throw refusal(
                "there is no web identity token in \(file)", remedy: "Check AWS_WEB_IDENTITY_TOKEN_FILE.")
        }
        let endpoint = try sts.endpoint(
            for: role.partition,
            hints: [
                surroundings.variable("AWS_REGION"), surroundings.variable("AWS_DEFAULT_REGION"), profile["region"],
            ])
        let client = STSClient(
            endpoint: endpoint, credentials: nil, transport: surroundings.transport, clock: surroundings.clock,
            random: surroundings.random)
        let request = WebIdentityRequest(
            role: role, sessionName: value("role_session_name", "AWS_ROLE_SESSION_NAME") ?? "hublake", token: token,
            duration: profile["duration_seconds"].flatMap { Int($0) })
        do {
            return .found(try await client.assumeRole(request).credentials)
        } catch {
            throw error.failure
        }
    }

    private func value(_ name: String, _ variable: String) -> String? {
        (readsEnvironment ? surroundings.variable(variable) : nil) ?? profile[name]
    }

    private func refusal(_ why: String, remedy: String) -> Failure {
        Failure(.configuration, "cannot sign in to AWS with a web identity", why: why, remedy: remedy)
    }
}
