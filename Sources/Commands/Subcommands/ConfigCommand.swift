import App
import ArgumentParser
import Connect
import Foundation
import Foundations

/// `hublake config check`.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the settings.", subcommands: [Check.self])

    /// Reads and checks the settings without calling anybody.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Check the settings and show where each comes from; calls nobody.")

        @OptionGroup var settings: SettingsOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let environment = ProcessInfo.processInfo.environment
            let configuration = try settings.configuration(environment: environment)
            let application = Application(configuration: configuration, environment: environment)
            if let connection = configuration.connection {
                _ = try application.connections().get(connection)
            } else {
                _ = try configuration.requireDestination()
            }
            let token = try TokenSource(
                configuration: configuration,
                environment: environment.merging(application.connectionToken()) { $1 })
            let rows = SettingKey.allCases.map { key in
                Row(
                    setting: key.rawValue, value: configuration.origins[key]?.text,
                    origin: configuration.origins[key]?.origin ?? "default")
            }
            let tokenRow = Row(setting: "hubspot token", value: "(set)", origin: token.origin)
            guard !output.json else { return try Terminal.json(rows + [tokenRow]) }
            var table = TextTable([("setting", .left), ("value", .left), ("from", .left)])
            for row in rows + [tokenRow] { table.add([row.setting, row.value ?? "", row.origin]) }
            Terminal.result(table.render())
            Terminal.note("The settings are fine.")
        }
    }

    /// One setting as it is printed.
    private struct Row: Encodable {
        var setting: String
        var value: String?
        var origin: String
    }
}
