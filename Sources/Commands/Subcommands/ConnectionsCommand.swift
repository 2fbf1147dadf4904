import AWS
import App
import ArgumentParser
import Connect
import Foundation
import Foundations

/// `hublake connections`.
struct ConnectionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections", abstract: "List, show, remove connections, and rotate their external ids.",
        subcommands: [List.self, Show.self, Remove.self, Rotate.self])

    fileprivate static func application(_ access: AccessOptions) throws -> Application {
        let environment = ProcessInfo.processInfo.environment
        return Application(configuration: try access.configuration(environment: environment), environment: environment)
    }

    /// All connections.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the connections.")

        @OptionGroup var access: AccessOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let connections = try ConnectionsCommand.application(access).connections().all()
            guard !output.json else {
                let list = JSONValue.array(connections.map { $0.json(showsIDs: false) })
                return Terminal.result(JSONValue.object(["connections": list]).indented)
            }
            guard !connections.isEmpty else {
                return Terminal.note("There are no connections; `hublake connect` makes one.")
            }
            var table = TextTable([("name", .left), ("state", .left), ("destination", .left), ("role", .left)])
            for one in connections {
                table.add([one.name.description, one.state.rawValue, one.destination, one.role?.description ?? ""])
            }
            Terminal.result(table.render())
        }
    }

    /// One connection with all that is known about it.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a connection, its external id included.")

        @Argument(help: "The connection's name.")
        var name: String

        @OptionGroup var access: AccessOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let connection = try ConnectionsCommand.application(access).connections().get(ConnectionName(name))
            guard !output.json else { return Terminal.result(connection.json().indented) }
            guard case .object(let members) = connection.json() else { return }
            var table = TextTable([("", .left), ("", .left)])
            for member in members.members where member.value != .null && member.value != .array([]) {
                let text = if case .string(let text) = member.value { text } else { member.value.text }
                table.add([member.name.replacing("_", with: " "), text])
            }
            Terminal.result(table.render().split(separator: "\n").dropFirst().joined(separator: "\n"))
        }
    }

    /// Forgets a connection.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove", abstract: "Forget a connection; the tables in the bucket stay.")

        @Argument(help: "The connection's name.")
        var name: String

        @OptionGroup var access: AccessOptions

        func run() async throws {
            let application = try ConnectionsCommand.application(access)
            let name = try ConnectionName(name)
            let store = try application.connections()
            guard try store.remove(name, at: application.clock.now()) else {
                _ = try store.get(name)
                return
            }
            Terminal.note(
                """
                Removed \(name). Nothing in the bucket was touched. What is left for its owner to delete, if they want: the role, or the \
                CloudFormation stack that made it.
                """)
        }
    }

    /// Begins or finishes the rotation of an external id.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-external-id", abstract: "Give a connection a new external id, without a gap.",
            discussion: """
                The first call makes a new id beside the old one and shows the new trust policy; syncs go on with whichever works. When the role \
                asks for the new id, the next sync, or a second call, retires the old one. --again begins another within a day.
                """)

        @Argument(help: "The connection's name.")
        var name: String

        @Flag(help: "Begin another rotation, even if one was finished within a day.")
        var again = false

        @Option(help: "Which documents to show: json, cli, terraform or cloudformation.")
        var format: FormatArgument = .json

        @OptionGroup var access: AccessOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let application = try ConnectionsCommand.application(access)
            let (connection, report) = try await application.rotateExternalID(ConnectionName(name), again: again)
            if output.json { return Terminal.result(ConnectionOutput.json(connection, report).indented) }
            guard connection.nextExternalID != nil else {
                return Terminal.note("The role asks for the new external id; the old one is retired.")
            }
            ConnectionDisplay.documents(
                of: connection, format: format.format, stsRegion: try application.stsRegion(of: connection))
            Terminal.note(
                report == nil
                    ? "Replace the role's trust policy by this one; until then the old id goes on working."
                    : "The role does not ask for the new external id yet: replace its trust policy by this one.")
        }
    }
}
