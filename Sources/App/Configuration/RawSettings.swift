import Foundations

/// Settings as text, each with where it came from, before they are understood.
public struct RawSettings: Sendable {
    /// One setting as it was written.
    public struct Entry: Sendable, Hashable {
        /// The text; lists are joined by commas, maps by `key=value`.
        public var text: String
        /// Where it stands: `--destination`, `HUBLAKE_DESTINATION`, `hublake.yaml line 3`, `default`.
        public var origin: String

        /// A setting; see the properties.
        public init(text: String, origin: String) {
            self.text = text
            self.origin = origin
        }
    }

    /// The settings that were given.
    public private(set) var entries: [SettingKey: Entry]

    /// The given settings.
    public init(_ entries: [SettingKey: Entry] = [:]) { self.entries = entries }

    /// The setting `key`, if it was given.
    public subscript(key: SettingKey) -> Entry? { entries[key] }

    /// These settings over `lower` ones: what stands here wins.
    public func over(_ lower: RawSettings) -> RawSettings {
        RawSettings(entries.merging(lower.entries) { here, _ in here })
    }

    /// What the environment says; empty variables count as not set.
    public static func environment(_ variables: [String: String]) -> RawSettings {
        var entries: [SettingKey: Entry] = [:]
        for key in SettingKey.allCases {
            for name in [key.environmentName] + key.foreignEnvironmentNames {
                guard let text = variables[name], !text.isEmpty else { continue }
                entries[key] = Entry(text: text, origin: name)
                break
            }
        }
        return RawSettings(entries)
    }
}
