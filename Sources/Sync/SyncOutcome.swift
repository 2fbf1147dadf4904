import Foundation
public import Foundations
import ObjectStore
import Tables

/// What a run leaves: its report, and the failure that stopped it, if one did.
public struct SyncOutcome: Sendable {
    /// What became of each table.
    public var report: RunReport
    /// Why the run could not go to its end; nil for runs that did, even if some tables were skipped.
    public var failure: Failure?
}

extension SyncRun {
    /// Runs to the end and reports, whatever happens.
    ///
    /// - Parameters:
    ///   - activity: calls and waits so far.
    ///   - storeUse: requests to the store so far.
    public func run(
        activity: @Sendable () -> SyncActivity, storeUse: @Sendable () -> RunReport.StoreUse
    ) async -> SyncOutcome {
        let startedAt = clock.now()
        var results = RunResults()
        var failure: Failure?
        do {
            try await perform(&results)
        } catch {
            failure = Failure(error, while: "cannot finish the sync")
        }
        var report = report(results, startedAt: startedAt, stoppedBy: failure, activity(), storeUse())
        do {
            // The report's own put counts too.
            report.store.writes += 1
            if results.ownsDestination && failure?.kind != .cancelled {
                try await store.put(
                    "\(RunReport.folder)\(id).json", Array(try ReportJSON.encode(report)), if: .absent)
            }
        } catch {
            failure = failure ?? Failure(error, while: "cannot write the run's report")
        }
        report.store = storeUse()
        return SyncOutcome(report: report, failure: failure)
    }

    private func report(
        _ results: RunResults, startedAt: Timestamp, stoppedBy failure: Failure?, _ activity: SyncActivity,
        _ storeUse: RunReport.StoreUse
    ) -> RunReport {
        let finishedAt = clock.now()
        return RunReport(
            runID: id, status: results.status(stoppedBy: failure),
            mode: results.agenda?.isDue(.everything) ?? true ? "full" : "changes", startedAt: startedAt,
            finishedAt: finishedAt, seconds: Double(finishedAt.microseconds - startedAt.microseconds) / 1e6,
            portalID: results.portalID, organization: settings.organization.rawValue, destination: store.location,
            tables: results.tables.values.map(\.report).sorted { $0.name < $1.name },
            skipped: results.skipped.sorted { $0.table < $1.table }, apiCalls: activity.calls,
            waits: activity.waits, store: storeUse,
            maintenance: results.upkeep.isEmpty ? nil : results.upkeep, warnings: results.warnings)
    }
}
