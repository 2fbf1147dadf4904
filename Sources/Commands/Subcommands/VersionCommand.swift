import App
import ArgumentParser
import Sync

/// `hublake version`.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    @OptionGroup var output: OutputOptions

    func run() throws {
        guard output.json else { return Terminal.result("hublake \(Version.current)") }
        let format = Catalog.currentFormatVersion
        try Terminal.json(["version": Version.current, "format_version": String(format)])
    }
}
