import Foundations

/// Keys that stand in one of the two files as `aws_access_key_id`, `aws_secret_access_key` and `aws_session_token`.
struct KeyFileSource: CredentialSource {
    let name: CredentialSourceName
    private let profile: String
    private let values: [String: String]
    private let path: String

    /// The keys in `values`, which are `profile`'s in the file `path`.
    init(_ name: CredentialSourceName, _ profile: String, _ values: [String: String], path: String) {
        self.name = name
        self.profile = profile
        self.values = values
        self.path = path
    }

    func look() throws(Failure) -> CredentialFinding {
        guard let accessKeyID = value("aws_access_key_id") else {
            return .nothing("profile \(profile) names no keys, role or program")
        }
        guard let secret = value("aws_secret_access_key") else {
            throw Failure(
                .configuration, "cannot use the AWS profile \(profile)",
                why: "\(path) has its aws_access_key_id and not its aws_secret_access_key",
                remedy: "Write both into the file, or run `aws configure --profile \(profile)`.")
        }
        return .found(
            AWSCredentials(
                accessKeyID: accessKeyID, secretAccessKey: secret,
                sessionToken: value("aws_session_token") ?? value("aws_security_token")))
    }

    private func value(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
}
