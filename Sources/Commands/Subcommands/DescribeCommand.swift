import App
import ArgumentParser
import Foundation
import Foundations

/// `hublake describe TABLE`.
struct DescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe", abstract: "Show one table: columns, types, key, current snapshot, metadata file.")

    @Argument(help: "The table's name, as `hublake tables` lists it.")
    var table: String

    @OptionGroup var settings: DestinationOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try settings.configuration(environment: environment)
        let application = Application(configuration: configuration, environment: environment)
        let description = try await application.describe(table)
        guard !output.json else { return try Terminal.json(description) }
        var columns = TextTable([("column", .left), ("type", .left), ("key", .left), ("comment", .left)])
        for column in description.columns {
            columns.add([column.name, column.type, column.isKey ? "key" : "", column.comment ?? ""])
        }
        Terminal.result("\(description.name): \(description.comment ?? "")")
        Terminal.result(
            "\(Figures.count(description.rows, "row")), \(Figures.count(description.files, "file")), "
                + "\(Figures.bytes(description.bytes)); snapshot \(description.snapshotID.map(String.init) ?? "none")")
        Terminal.result("metadata: \(description.metadataLocation)\n")
        Terminal.result(columns.render())
    }
}
