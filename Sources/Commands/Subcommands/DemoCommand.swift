import App
import ArgumentParser
import Foundation
import Foundations
import Sync

/// `hublake demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Sync a simulated HubSpot account into a folder, and show how to query it.",
        discussion: """
            Needs no account, no token and no network. Run it again to see that nothing is written twice.

            With --s3 the tables go into a bucket of another AWS account instead, through a role and an external id, on a local server \
            of S3 and IAM (MiniStack: pip install ministack). It runs until Ctrl-C, and the queries that are shown work meanwhile.
            """)

    @Option(
        help: "Folder for the tables; with --s3 for the server's objects. Default: hublake-demo, or hublake-demo-s3.")
    var folder: String?

    @Option(help: "Contacts in the simulated account; the other types follow.")
    var contacts = 3000

    @Option(help: "Seed of the simulated account: the same seed gives the same data.")
    var seed: UInt64 = 7

    @Flag(help: "Sync into a bucket on a local S3 and IAM server that runs until Ctrl-C.")
    var s3 = false

    @Option(help: "With --s3: the program ministack. Default: the one on the PATH, or in .venv/bin.")
    var ministack: String?

    @Option(help: "With --s3: the server's port. Default: 4566, or a free one where that is taken.")
    var port: Int?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...1_000_000).contains(contacts) else {
            throw ValidationError("--contacts takes a number from 1 to 1000000")
        }
        guard port.map((1...65_535).contains) != false else {
            throw ValidationError("--port takes a number from 1 to 65535")
        }
    }

    func run() async throws {
        if s3 { return try await runInBucket() }
        let demo = Demo(folder: folder ?? "hublake-demo", contacts: contacts, seed: seed)
        let outcome = try await demo.run { try await SyncDisplay.run($0) }
        if output.json {
            try Terminal.json(outcome.report)
        } else if outcome.failure == nil {
            Self.show(outcome.report)
            Terminal.result("\n" + QueryExamples(folder: demo.folder).text)
        }
        try Self.conclude(outcome)
    }

    private func runInBucket() async throws {
        let demo = S3Demo(
            folder: folder ?? "hublake-demo-s3", contacts: contacts, seed: seed, ministack: ministack, port: port,
            environment: ProcessInfo.processInfo.environment)
        let isJSON = output.json
        try await demo.run {
            Terminal.note($0)
        } _: {
            try await SyncDisplay.run($0)
        } whileUp: { access, outcome in
            if isJSON {
                try Terminal.json(BucketResult(report: outcome.report, s3: access))
            } else if outcome.failure == nil {
                Self.show(outcome.report)
                Terminal.result("\n" + S3QueryExamples(access: access).text)
            }
            try Self.conclude(outcome)
            Terminal.note("The server runs at \(access.endpoint) until Ctrl-C.")
            await Self.untilInterrupted()
        }
    }

    /// What `--s3 --json` prints once the tables can be queried.
    private struct BucketResult: Encodable {
        var report: RunReport
        var s3: S3DemoAccess
    }

    /// Throws what makes the demo's exit code another than 0.
    private static func conclude(_ outcome: SyncOutcome) throws {
        if let failure = outcome.failure { throw failure }
        let status = ExitStatus(outcome.report)
        if status != .ok { throw ExitCode(status.rawValue) }
    }

    /// Ctrl-C is how this demo ends, so it is no failure.
    private static func untilInterrupted() async {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    }

    private static func show(_ report: RunReport) {
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
    }
}
