import App
import Foundations
import Sync

/// Runs a sync with progress on stderr, and sums it up.
enum SyncDisplay {
    /// Syncs while showing progress.
    static func run(_ application: Application) async throws -> SyncOutcome {
        let display = ProgressDisplay(
            clock: application.clock, isLive: Terminal.isInteractive, activity: { application.activity() })
        return try await withThrowingTaskGroup(of: SyncOutcome?.self) { group in
            group.addTask {
                await display.run()
                return nil
            }
            group.addTask { try await application.sync { display.observe($0) } }
            defer { group.cancelAll() }
            for try await outcome in group {
                if let outcome { return outcome }
            }
            throw Failure.cancelled("cannot finish the sync")
        }
    }

    /// One sentence on what happened, then the warnings.
    static func summarize(_ report: RunReport) {
        let committed = report.tables.count { $0.outcome == .committed }
        let unchanged = report.tables.count - committed
        let skipped = report.skipped.isEmpty ? "" : ", \(Figures.count(report.skipped.count)) skipped"
        Terminal.note(
            "\(report.status.rawValue): \(Figures.count(committed)) tables committed, \(Figures.count(unchanged)) unchanged"
                + "\(skipped) in \(Figures.seconds(report.seconds)); run \(report.runID)")
        for table in report.tables where !table.unparsedValues.isEmpty {
            let values = table.unparsedValues.values.reduce(0, +)
            Terminal.note(
                "\(table.name): \(Figures.count(values)) values did not fit their column's type; their text is kept")
        }
        for warning in report.warnings { Terminal.note("note: \(warning)") }
    }
}
