public import AWS
import Foundations
import HTTP

/// How hublake signs in to AWS, without holding a key.
public struct AWSSettings: Sendable {
    /// The profile that goes before the environment.
    public var profile: String?
    /// The role that writes to the bucket; nil to write with hublake's own keys.
    public var role: RoleARN?
    /// What the role's trust policy asks for.
    public var externalID: String?
    /// Which STS gives out the role's keys.
    public var sts: STSSettings

    /// Understands `raw`; throws `configuration` for the first setting that makes no sense, naming its origin.
    init(_ raw: RawSettings) throws {
        profile = raw[.awsProfile]?.text
        role = try Self.role(raw)
        // An id of blanks is one that somebody left out, not one to send.
        externalID = raw[.externalID].map(\.text).flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        if let id = externalID, let problem = STSLimits.problem(externalID: id) {
            throw raw.refusal(.externalID, why: problem, remedy: "Copy it from the role's trust policy.")
        }
        if externalID != nil && role == nil {
            throw raw.refusal(.externalID, why: "there is no role to use it with", remedy: "Set role-arn too.")
        }
        sts = STSSettings(
            region: raw[.stsRegion]?.text, usualRegion: raw[.region]?.text, custom: try Self.endpoint(raw),
            dualStack: try raw.isOn(.dualStack), fips: try raw.isOn(.fips))
        try checkEndpoint(raw)
    }

    /// The endpoint is made now, so that a mistake is told before anything is read from HubSpot.
    private func checkEndpoint(_ raw: RawSettings) throws {
        do throws(Failure) {
            if let role {
                _ = try sts.endpoint(for: role.partition)
            } else if let region = sts.region {
                _ = try STSEndpoint(region: region, fips: sts.fips)
            }
        } catch {
            throw raw.refusal(
                sts.fips && raw[.stsRegion] == nil ? .fips : .stsRegion, why: error.why, remedy: error.remedy ?? "")
        }
    }

    private static func role(_ raw: RawSettings) throws -> RoleARN? {
        guard let entry = raw[.roleARN] else { return nil }
        do {
            return try RoleARN(entry.text)
        } catch {
            throw raw.refusal(.roleARN, why: error.why, remedy: error.remedy ?? "")
        }
    }

    private static func endpoint(_ raw: RawSettings) throws -> HTTPOrigin? {
        try raw[.stsEndpoint].map { entry in
            guard let origin = HTTPOrigin(url: entry.text) else {
                throw raw.refusal(
                    .stsEndpoint, why: "it is not the URL of a server",
                    remedy: "Write https://host or https://host:port, without a path.")
            }
            return origin
        }
    }
}

extension RawSettings {
    /// A setting that is on or off; off when it was not given.
    func isOn(_ key: SettingKey) throws -> Bool {
        switch self[key]?.text.lowercased() {
        case nil, "false", "no", "off": false
        case "true", "yes", "on": true
        default: throw refusal(key, why: "it is neither true nor false", remedy: "Write true or false.")
        }
    }
}
