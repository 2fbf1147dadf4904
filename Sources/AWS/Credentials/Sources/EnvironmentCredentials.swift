import Foundations

/// Keys from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary ones, `AWS_SESSION_TOKEN` and
/// `AWS_CREDENTIAL_EXPIRATION`.
public struct EnvironmentCredentials: CredentialProvider, CredentialSource {
    let name = CredentialSourceName.environment
    private let environment: [String: String]

    /// A provider that reads `environment`, usually the process's own.
    public init(_ environment: [String: String]) { self.environment = environment }

    /// The variables' keys; blanks around them, as copying leaves them, are cut off.
    public func credentials() async throws -> AWSCredentials {
        guard case .found(let keys) = try look() else { throw Self.missing("AWS_ACCESS_KEY_ID") }
        return keys
    }

    func look() throws(Failure) -> CredentialFinding {
        guard let accessKeyID = value("AWS_ACCESS_KEY_ID") else { return .nothing("AWS_ACCESS_KEY_ID is not set") }
        guard let secret = value("AWS_SECRET_ACCESS_KEY") else { throw Self.missing("AWS_SECRET_ACCESS_KEY") }
        return .found(
            AWSCredentials(
                accessKeyID: accessKeyID, secretAccessKey: secret,
                // The second is what old tools wrote.
                sessionToken: value("AWS_SESSION_TOKEN") ?? value("AWS_SECURITY_TOKEN"),
                expiration: value("AWS_CREDENTIAL_EXPIRATION").flatMap { Timestamp(iso8601: $0) }))
    }

    private func value(_ name: String) -> String? {
        guard let text = environment[name]?.trimmingBlanks(), !text.isEmpty else { return nil }
        return text
    }

    private static func missing(_ variable: String) -> Failure {
        Failure(
            .configuration, "cannot sign in to AWS", why: "the environment variable \(variable) is not set",
            remedy: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary keys).")
    }
}
