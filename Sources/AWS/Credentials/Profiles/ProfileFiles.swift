import Foundations

/// The shared configuration and credentials files, read and put together.
struct ProfileFiles: Sendable, Hashable {
    /// The configuration file: `AWS_CONFIG_FILE`, else `~/.aws/config`.
    let configPath: String
    /// The credentials file: `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`.
    let credentialsPath: String
    /// The profiles by name.
    private(set) var profiles: [String: Profile] = [:]
    /// The `sso-session` sections by name.
    private(set) var ssoSessions: [String: [String: String]] = [:]

    /// Reads both files; one that is missing is as if it were empty.
    init(_ surroundings: CredentialSurroundings) throws(Failure) {
        configPath = surroundings.expand(surroundings.variable("AWS_CONFIG_FILE") ?? "~/.aws/config")
        credentialsPath = surroundings.expand(
            surroundings.variable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials")
        if let text = try surroundings.files.read(configPath) {
            addConfig(try INIDocument(text, path: configPath))
        }
        if let text = try surroundings.files.read(credentialsPath) {
            addCredentials(try INIDocument(text, path: credentialsPath))
        }
    }

    /// `[default]`, `[profile name]` and `[sso-session name]`; `[profile default]` counts before `[default]`. Nothing else there is ours.
    private mutating func addConfig(_ document: INIDocument) {
        let namesDefault = document.sections.contains { $0.words == ["profile", "default"] }
        for section in document.sections {
            switch (section.words.count, section.words.first) {
            case (1, "default") where !namesDefault: set("default", config: section.values)
            case (2, "profile"): set(section.words[1], config: section.values)
            case (2, "sso-session"): ssoSessions[section.words[1]] = section.values
            default: break
            }
        }
    }

    /// Here every section is a profile.
    private mutating func addCredentials(_ document: INIDocument) {
        for section in document.sections {
            let name = section.words.joined(separator: " ")
            var profile = profiles[name] ?? Profile(name: name)
            profile.credentialsFileValues = section.values
            profile.values.merge(section.values) { _, credentials in credentials }
            profiles[name] = profile
        }
    }

    private mutating func set(_ name: String, config: [String: String]) {
        profiles[name] = Profile(name: name, values: config, configFileValues: config)
    }
}
