import App
import ArgumentParser
import Foundation

/// The settings that matter for reaching a bucket, for the commands that read nothing from HubSpot.
struct AccessOptions: ParsableArguments {
    @Option(help: "Settings file; ./hublake.yaml is read when it is there.")
    var config: String?

    @Option(help: "AWS region of the bucket; found out when it is left out.")
    var region: String?

    @Option(help: "Profile of the AWS configuration files that holds hublake's own keys.")
    var awsProfile: String?

    @Option(help: "Endpoint of an S3-compatible server; leave it out for AWS.")
    var s3Endpoint: String?

    @Option(help: "Endpoint of another STS; leave it out for AWS.")
    var stsEndpoint: String?

    @Option(help: "Region whose STS is asked for sessions of the role.")
    var stsRegion: String?

    @Option(help: "File with additional certificate authorities (PEM).")
    var caFile: String?

    /// Flags over environment over file, with the command's own settings on top.
    func configuration(
        environment: [String: String], adding settings: [(SettingKey, String?)] = []
    ) throws -> Configuration {
        let given: [(SettingKey, String?)] =
            settings + [
                (.region, region), (.awsProfile, awsProfile), (.s3Endpoint, s3Endpoint), (.stsEndpoint, stsEndpoint),
                (.stsRegion, stsRegion), (.caFile, caFile),
            ]
        return try Configuration(RawSettings(flags: given).over(environment: environment, file: config))
    }
}

extension RawSettings {
    /// The settings that were given as flags.
    init(flags: [(SettingKey, String?)]) {
        var entries: [SettingKey: RawSettings.Entry] = [:]
        for (key, text) in flags {
            if let text { entries[key] = .init(text: text, origin: "--\(key.rawValue)") }
        }
        self.init(entries)
    }

    /// These flags over the environment over the file at `path`, or `./hublake.yaml` where it is there.
    func over(environment: [String: String], file path: String?) throws -> RawSettings {
        let upper = over(.environment(environment))
        if let path { return upper.over(try ConfigurationFile.read(path)) }
        guard FileManager.default.fileExists(atPath: "hublake.yaml") else { return upper }
        return upper.over(try ConfigurationFile.read("hublake.yaml"))
    }
}
