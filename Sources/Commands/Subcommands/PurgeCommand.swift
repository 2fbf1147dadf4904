import App
import ArgumentParser
import Foundation
import Lakehouse

/// `hublake purge`.
struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Remove for good what no kept snapshot needs, object versions included.",
        discussion: """
            Says what it would free; with --apply it does it. In a bucket that keeps versions this needs s3:ListBucketVersions and \
            s3:DeleteObjectVersion. What kept snapshots need stays, its versions too. Needs no HubSpot token.
            """)

    @Option(help: "The table to purge.")
    var table: String?

    @Flag(help: "Purge all tables.")
    var all = false

    @Flag(help: "Do it, instead of saying what would be done.")
    var apply = false

    @OptionGroup var settings: DestinationOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (table != nil) != all else { throw ValidationError("name one table with --table, or say --all") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try settings.configuration(environment: environment)
        let report = try await Application(configuration: configuration, environment: environment)
            .maintain(.purge, table: table, isDryRun: !apply)
        try MaintenanceDisplay.show(report, asJSON: output.json)
        if !apply, !output.json { Terminal.note("Nothing was removed; add --apply to do it.") }
    }
}
