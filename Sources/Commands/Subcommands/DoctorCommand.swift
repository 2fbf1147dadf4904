import App
import ArgumentParser
import Connect
import Foundation
import Foundations

/// `hublake doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Try every permission of a connection, or of a bucket, and name what is wrong.",
        discussion: """
            Seventeen checks, each with its cause, AWS's own words and request id, what to do, and the statement to add. Writes one small object, \
            .connection-check, and removes it; says so where it cannot. Without --connection it examines the destination of the settings \
            with hublake's own keys.
            Exit codes: 0 it works, 5 a permission or key is refused, 4 a setting or the bucket is wrong, 6 AWS cannot be reached.
            """)

    @Option(help: "The connection to examine.")
    var connection: String?

    @Option(help: "A bucket to examine with hublake's own keys: s3://bucket/prefix/.")
    var destination: String?

    @Option(help: "File with the role's trust policy as it is now, to be told exactly what is wrong with it.")
    var trustPolicy: String?

    @OptionGroup var access: AccessOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try access.configuration(
            environment: environment, adding: [(.connection, connection), (.destination, destination)])
        let application = Application(configuration: configuration, environment: environment)
        let report = try await application.doctor(trustPolicy: try trustPolicy.map { try TrustPolicyFile.read($0) })
        if output.json { Terminal.result(report.json.indented) } else { DoctorDisplay.show(report) }
        if let kind = report.failureKind { throw ExitCode(ExitStatus(kind).rawValue) }
    }
}
