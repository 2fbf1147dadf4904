import App
import ArgumentParser
import Foundation
import Foundations
import Sync

/// `hublake demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Sync a simulated HubSpot account into a folder, and show how to query it.",
        discussion: "Needs no account, no token and no network. Run it again to see that nothing is written twice.")

    @Option(help: "Folder for the tables.")
    var folder = "hublake-demo"

    @Option(help: "Contacts in the simulated account; the other types follow.")
    var contacts = 3000

    @Option(help: "Seed of the simulated account: the same seed gives the same data.")
    var seed: UInt64 = 7

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(contacts) else {
            throw ValidationError("--contacts takes a number from 1 to 1000000")
        }
    }

    func run() async throws {
        let demo = Demo(folder: folder, contacts: contacts, seed: seed)
        let outcome = try await demo.run { try await SyncDisplay.run($0) }
        if output.json {
            try Terminal.json(outcome.report)
        } else {
            if outcome.failure == nil { show(outcome.report, folder: demo.folder) }
        }
        if let failure = outcome.failure { throw failure }
        let status = ExitStatus(outcome.report)
        if status != .ok { throw ExitCode(status.rawValue) }
    }

    private func show(_ report: RunReport, folder: String) {
        var table = TextTable([
            ("table", .left), ("rows", .right), ("files", .right), ("bytes", .right), ("seconds", .right),
            ("", .left),
        ])
        for entry in report.tables {
            table.add([
                entry.name, Figures.count(entry.rows), Figures.count(entry.files), Figures.bytes(entry.bytes),
                Figures.seconds(entry.seconds), entry.outcome == .unchanged ? "unchanged" : "",
            ])
        }
        Terminal.result(table.render())
        SyncDisplay.summarize(report)
        Terminal.result("\n" + QueryExamples(folder: folder).text)
    }
}
