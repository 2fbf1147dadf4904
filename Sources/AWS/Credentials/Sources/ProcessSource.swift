import Foundations

/// A program that prints keys: `credential_process` of the profile, run without a shell.
struct ProcessSource: CredentialSource {
    /// Programs that ask a person, such as for an MFA code, would never end.
    static let timeout = Duration.seconds(60)

    let name = CredentialSourceName.process
    let profile: Profile
    let surroundings: CredentialSurroundings

    func look() async throws -> CredentialFinding {
        guard let line = profile["credential_process"] else {
            return .nothing("profile \(profile.name) names no keys, role or program")
        }
        guard let words = try? CommandLineWords.split(line), let program = words.first else {
            throw refusal(.configuration, "its credential_process has a quote that is not closed")
        }
        let result = try await surroundings.commands.run(
            [surroundings.expand(program)] + words.dropFirst(), timeout: Self.timeout)
        guard result.status == 0 else {
            let words = result.errorText.split(whereSeparator: \.isNewline).first.map { ": \($0)" } ?? ""
            throw refusal(
                .authorization, "its credential_process \(program) ended with status \(result.status)\(words)")
        }
        guard let document = CredentialDocument(result.output) else {
            throw refusal(.configuration, "its credential_process \(program) printed no JSON")
        }
        guard document.version == 1 else {
            throw refusal(.configuration, "its credential_process \(program) did not print Version 1")
        }
        guard let keys = document.keys else {
            throw refusal(.configuration, "its credential_process \(program) printed no complete keys")
        }
        guard keys.expiration.map({ $0 > surroundings.clock.now() }) ?? true else {
            throw refusal(.authorization, "its credential_process \(program) printed keys that have expired")
        }
        return .found(keys)
    }

    private func refusal(_ kind: FailureKind, _ why: String) -> Failure {
        Failure(
            kind, "cannot use the AWS profile \(profile.name)", why: why,
            remedy: "Run the program by hand; it must print the JSON that AWS documents for credential_process.")
    }
}
