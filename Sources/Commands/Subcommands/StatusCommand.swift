import App
import ArgumentParser
import Foundation
import Foundations
import Sync

/// `hublake status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how fresh each table is, what the last run did and what waits for what.",
        discussion: "Reads the destination only; needs no HubSpot token.")

    @OptionGroup var settings: DestinationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try settings.configuration(environment: environment)
        let status = try await Application(configuration: configuration, environment: environment).status()
        guard !output.json else { return try Terminal.json(status) }
        Terminal.result("HubSpot account \(status.portalID) in \(status.destination)")
        if let run = status.lastRun { show(run) } else { Terminal.result("no run has finished yet") }
        var table = TextTable([("table", .left), ("rows", .right), ("fresh as of", .left), ("age", .right)])
        for entry in status.tables {
            table.add([
                entry.name, Figures.count(entry.rows), entry.checkedAt.iso8601,
                Figures.age(seconds: entry.ageSeconds),
            ])
        }
        Terminal.result("\n" + table.render())
        for warning in status.warnings { Terminal.result("\nwarning: \(warning)") }
        let waiting = status.lastRun?.skipped ?? []
        guard !waiting.isEmpty else { return }
        Terminal.result("\nleft alone by the last run:")
        for skipped in waiting { Terminal.result("  \(skipped.table): \(skipped.reason)") }
    }

    private func show(_ run: RunReport) {
        Terminal.result(
            "last run \(run.runID): \(run.status.rawValue), finished \(run.finishedAt) in \(Figures.seconds(run.seconds))"
        )
        let calls = run.apiCalls.general + run.apiCalls.search + run.apiCalls.associations
        let waits = run.waits.map { "\(Figures.seconds($0.seconds)) for \($0.reason)" }
        let waited = waits.isEmpty ? "no waits" : "waited " + waits.joined(separator: ", ")
        Terminal.result("\(Figures.count(calls)) calls to HubSpot, \(waited)")
    }
}
