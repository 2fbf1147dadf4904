/// What the files say about one profile: names in lower case, and values as they stand.
struct Profile: Sendable, Hashable {
    /// Its name.
    var name: String
    /// The values of both files; where both have one, that of the credentials file counts.
    var values: [String: String] = [:]
    /// Those of the credentials file alone.
    var credentialsFileValues: [String: String] = [:]
    /// Those of the configuration file alone.
    var configFileValues: [String: String] = [:]

    /// The value of `name`; nil when there is none or it is empty.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether a role is to be assumed with other keys; one with a web identity needs none.
    var hasRole: Bool { self["role_arn"] != nil && self["web_identity_token_file"] == nil }

    /// Whether keys stand in it.
    var hasKeys: Bool { self["aws_access_key_id"] != nil || self["aws_secret_access_key"] != nil }
}
