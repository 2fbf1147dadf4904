import ArgumentParser

/// The root of the command line.
struct HublakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hublake",
        abstract: "Your HubSpot account, as tables in your own S3 bucket.",
        discussion: """
            Start with `hublake demo`. Then give `hublake sync` a HubSpot token (HUBSPOT_TOKEN or --hubspot-token-file) and a \
            destination. Every setting is a flag, a HUBLAKE_… variable and a key of hublake.yaml; exit codes are documented.
            """,
        subcommands: [
            DemoCommand.self, SyncCommand.self, StatusCommand.self, TablesCommand.self, DescribeCommand.self,
            MaintainCommand.self, PurgeCommand.self,
            ConnectCommand.self, PolicyCommand.self, DoctorCommand.self, ConnectionsCommand.self,
            ConfigCommand.self, VersionCommand.self,
        ])
}
