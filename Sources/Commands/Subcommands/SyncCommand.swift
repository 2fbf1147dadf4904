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
            Progress goes to stderr, the report to stdout with --json. A table that did not change is not committed again.
            Exit codes: 0 complete, 3 some tables skipped (the report names them), others as documented.
            """)

    @OptionGroup var settings: SettingsOptions

    @Flag(help: "Read everything again instead of what changed. This version always does.")
    var full = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try settings.configuration(environment: environment)
        let application = Application(configuration: configuration, environment: environment)
        let outcome = try await SyncDisplay.run(application)
        if output.json { try Terminal.json(outcome.report) } else { SyncDisplay.summarize(outcome.report) }
        if let failure = outcome.failure { throw failure }
        let status = ExitStatus(outcome.report)
        if status != .ok { throw ExitCode(status.rawValue) }
    }
}
