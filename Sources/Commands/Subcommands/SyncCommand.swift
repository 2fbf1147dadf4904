import App
import ArgumentParser
import Foundation
import Foundations
import Sync

/// `hublake sync`.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Read the HubSpot account and bring the tables up to date.",
        discussion: """
            The first run reads everything; later ones search for what changed, and do dearer work (associations, archived \
            records, definitions) when it is due: see rhythms in the configuration. A table that did not change is not committed. \
            Progress goes to stderr, the report to stdout with --json.
            Exit codes: 0 complete, 3 some tables skipped (the report names them), others as documented.
            """)

    @OptionGroup var settings: SettingsOptions

    @Flag(help: "Read everything again instead of what changed since the last run.")
    var full = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        var configuration = try settings.configuration(environment: environment)
        configuration.sync.readsEverything = full
        let application = Application(configuration: configuration, environment: environment)
        let outcome = try await SyncDisplay.run(application)
        if output.json { try Terminal.json(outcome.report) } else { SyncDisplay.summarize(outcome.report) }
        if let failure = outcome.failure { throw failure }
        let status = ExitStatus(outcome.report)
        if status != .ok { throw ExitCode(status.rawValue) }
    }
}
