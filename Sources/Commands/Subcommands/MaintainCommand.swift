import App
import ArgumentParser
import Foundation
import Lakehouse

/// `hublake maintain`.
struct MaintainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "maintain",
        abstract: "Keep the tables quick and small: join files, forget old snapshots, remove what nothing needs.",
        discussion: """
            Snapshots of the last day stay (at least 50), then the last of each day for a week. Objects that nothing refers to are removed \
            once they are three days old by the store's clock. Queries may run meanwhile, a sync may not. A sync does the same by \
            itself for the tables that it changed. Needs no HubSpot token.
            """)

    @Flag(help: "Only say what there is to do.")
    var dryRun = false

    @OptionGroup var settings: DestinationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try settings.configuration(environment: environment)
        let report = try await Application(configuration: configuration, environment: environment)
            .maintain(.usual, isDryRun: dryRun)
        try MaintenanceDisplay.show(report, asJSON: output.json)
    }
}
