import Foundations

/// The places that one profile can name, in the chain's order.
struct ProfileSources: Sendable {
    /// The profile; empty when the files do not have it.
    let profile: Profile
    private let files: ProfileFiles
    private let readsEnvironment: Bool
    private let sts: STSSettings
    private let surroundings: CredentialSurroundings

    /// - Parameters:
    ///   - name: the profile.
    ///   - files: where it stands.
    ///   - readsEnvironment: whether the variables of web identities count, which they do not for a profile that was named.
    ///   - sts: which STS opens sessions.
    ///   - surroundings: the machine and the network.
    init(
        name: String, files: ProfileFiles, readsEnvironment: Bool, sts: STSSettings,
        surroundings: CredentialSurroundings
    ) {
        profile = files.profiles[name] ?? Profile(name: name)
        self.files = files
        self.readsEnvironment = readsEnvironment
        self.sts = sts
        self.surroundings = surroundings
    }

    /// All of them.
    var all: [any CredentialSource] {
        [RoleProfileSource(profile: profile, files: files, sts: sts, surroundings: surroundings)] + withoutRole
    }

    /// Those that need no other keys; a role's `source_profile` is looked up in these.
    var withoutRole: [any CredentialSource] {
        [
            WebIdentitySource(
                profile: profile, readsEnvironment: readsEnvironment, sts: sts, surroundings: surroundings),
            SSOSource(profile: profile, sessions: files.ssoSessions, surroundings: surroundings),
            KeyFileSource(.credentialsFile, profile.name, profile.credentialsFileValues, path: files.credentialsPath),
            LoginSource(profile: profile, surroundings: surroundings),
            ProcessSource(profile: profile, surroundings: surroundings),
            KeyFileSource(.configFile, profile.name, profile.configFileValues, path: files.configPath),
        ]
    }
}
