import App
import ArgumentParser
import Foundation
import Foundations
import Sync

/// `hublake tables`.
struct TablesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tables", abstract: "List the tables of a destination, with rows, size and freshness.")

    @OptionGroup var settings: DestinationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try settings.configuration(environment: environment)
        let catalog = try await Application(configuration: configuration, environment: environment).catalog()
        guard !output.json else { return try Terminal.json(catalog) }
        var table = TextTable([
            ("table", .left), ("rows", .right), ("files", .right), ("bytes", .right), ("checked at", .left),
        ])
        for (name, entry) in catalog.tables.sorted(by: { $0.key < $1.key }) {
            table.add([
                name, Figures.count(entry.rows), Figures.count(entry.files), Figures.bytes(entry.bytes),
                entry.checkedAt.iso8601,
            ])
        }
        Terminal.result(table.render())
    }
}
