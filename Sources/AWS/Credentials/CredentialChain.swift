import Foundations

/// Where our own keys come from: the places that every AWS SDK looks in, in their order.
///
/// Environment; a profile's role; web identity; IAM Identity Center; the credentials file; `aws login`; `credential_process`; the
/// configuration file; a container's endpoint; the instance's metadata service. A profile that was named explicitly goes before the
/// environment, which `AWS_PROFILE` does not.
public struct CredentialChain: Sendable {
    private let profile: String?
    private let sts: STSSettings
    private let surroundings: CredentialSurroundings

    /// Keys and where they were found.
    public struct Finding: Sendable, Hashable {
        /// The keys.
        public var credentials: AWSCredentials
        /// Where they were.
        public var source: CredentialSourceName
        /// The profile that led there; nil where none was needed.
        public var profile: String?
    }

    /// A chain; nothing is looked at yet.
    ///
    /// - Parameters:
    ///   - profile: a profile that was asked for explicitly; nil for `AWS_PROFILE`, else `default`.
    ///   - sts: which STS opens the sessions of roles.
    ///   - surroundings: the machine and the network.
    public init(profile: String? = nil, sts: STSSettings = STSSettings(), surroundings: CredentialSurroundings) {
        self.profile = profile
        self.sts = sts
        self.surroundings = surroundings
    }

    /// A provider that looks when keys are first needed, again before they end, and when AWS says that they are no longer good.
    public func credentials() -> RefreshingCredentials {
        RefreshingCredentials(clock: surroundings.clock) { try await find().credentials }
    }

    /// The first keys of the chain.
    ///
    /// Throws `Failure(.configuration)` that lists what was looked at when there are none; what is set up and does not work throws at
    /// once.
    public func find() async throws -> Finding {
        var seen: [String] = []
        if profile == nil {
            if let found = try await look(in: [EnvironmentCredentials(surroundings.environment)], nil, &seen) {
                return found
            }
        }
        let files = try ProfileFiles(surroundings)
        let name = profile ?? surroundings.variable("AWS_PROFILE") ?? surroundings.variable("AWS_DEFAULT_PROFILE")
        if let name, files.profiles[name] == nil { throw missing(name, files) }
        let profileSources = ProfileSources(
            name: name ?? "default", files: files, readsEnvironment: profile == nil, sts: sts,
            surroundings: surroundings)
        if let found = try await look(in: profileSources.all, profileSources.profile.name, &seen) { return found }
        if name == nil, files.profiles["default"] == nil {
            seen = seen.filter { !$0.hasPrefix("profile") }
            seen.append("there is no profile default in \(files.configPath) or \(files.credentialsPath)")
        }
        let machine: [any CredentialSource] = [
            ContainerSource(surroundings: surroundings), InstanceSource(surroundings: surroundings),
        ]
        if let found = try await look(in: machine, nil, &seen) { return found }
        throw Failure(
            .configuration, "cannot sign in to AWS", why: "no keys were found: \(seen.joined(separator: "; "))",
            remedy: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --aws-profile.")
    }

    private func look(
        in sources: [any CredentialSource], _ profile: String?, _ seen: inout [String]
    ) async throws -> Finding? {
        for source in sources {
            switch try await source.look() {
            case .found(let keys): return Finding(credentials: keys, source: source.name, profile: profile)
            case .nothing(let reason): if !seen.contains(reason) { seen.append(reason) }
            }
        }
        return nil
    }

    private func missing(_ name: String, _ files: ProfileFiles) -> Failure {
        let known = files.profiles.keys.sorted().prefix(20).joined(separator: ", ")
        return Failure(
            .configuration, "cannot use the AWS profile \(name)",
            why: "neither \(files.configPath) nor \(files.credentialsPath) has it",
            remedy: known.isEmpty
                ? "Make the profile with `aws configure --profile \(name)`." : "The profiles there are: \(known).")
    }
}
