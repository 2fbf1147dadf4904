import Foundations
import Lakehouse
import ObjectStore

extension SyncRun {
    /// Looks after the tables that this run committed and for which maintenance is due, two at a time; others cost nothing.
    ///
    /// What fails here is a warning: the tables are right all the same, and a later run does it.
    func lookAfterTables(_ results: inout RunResults) async throws {
        let due = settings.maintenance == .afterSync ? results.tables.values.filter { !$0.due.isEmpty } : []
        guard !due.isEmpty else { return }
        let outcomes = try await due.sorted { $0.entry.folder < $1.entry.folder }.mapConcurrently(limit: 2) { table in
            (table, try await lookAfter(table.entry.folder, table.due))
        }
        for (table, outcome) in outcomes {
            switch outcome {
            case .success(let outcome):
                results.note(outcome, of: table.report.name, in: table.entry.folder)
            case .failure(let failure):
                results.warnings.append("\(table.report.name) was not looked after: \(failure)")
            }
        }
    }

    /// Maintains one table; only an interruption is thrown.
    private func lookAfter(
        _ folder: String, _ scope: MaintenanceScope
    ) async throws -> Result<MaintenanceOutcome, Failure> {
        do {
            try Task.checkCancellation()
            let maintenance = TableMaintenance(folder: folder, store: store, runID: id, clock: clock)
            return .success(try await maintenance.run(scope, now: try await Lease.storeTime(of: store)))
        } catch let cancellation as CancellationError {
            throw cancellation
        } catch {
            return .failure(Failure(error, while: "cannot maintain \(folder)"))
        }
    }

    /// Removes old reports and other files of hublake's own that nothing names, once a day.
    func tidy(_ catalog: Catalog, _ results: inout RunResults) async throws {
        guard results.tidiedAt != nil else { return }
        do {
            _ = try await Housekeeping.tidy(store, catalog: catalog, now: try await Lease.storeTime(of: store))
        } catch let cancellation as CancellationError {
            throw cancellation
        } catch {
            results.warnings.append("\(Failure(error, while: "cannot remove old reports"))")
        }
    }
}

extension RunReport.Upkeep {
    /// What was done to `table`; nil for nothing.
    init?(_ outcome: MaintenanceOutcome, of table: String) {
        guard !outcome.isIdle else { return nil }
        self.init(
            table: table, rewrittenFiles: outcome.rewritten.objects, writtenFiles: outcome.written.objects,
            expiredSnapshots: outcome.expiredSnapshots, removedObjects: outcome.freed.objects,
            removedBytes: outcome.freed.bytes)
    }
}
