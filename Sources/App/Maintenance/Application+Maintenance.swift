import Foundations
public import Lakehouse
import ObjectStore
import Sync

extension Application {
    /// Looks after tables of the destination. Needs no HubSpot token. A table that fails stops no other.
    ///
    /// Takes the lease, as a sync does: the store dates it, and ages are told by the store's clock. A dry run takes none.
    ///
    /// - Parameters:
    ///   - scope: what to do.
    ///   - table: the only table to look after; nil for all.
    ///   - isDryRun: writes and removes nothing.
    public func maintain(
        _ scope: MaintenanceScope, table: String? = nil, isDryRun: Bool
    ) async throws -> MaintenanceReport {
        try await withStore { store in
            let store = try Self.fuse(store, environment)
            let catalog = try await Self.catalog(of: store)
            let entries = catalog.tables.filter { table == nil || $0.key == table }.sorted { $0.key < $1.key }
            if let table, entries.isEmpty {
                throw Failure(
                    .configuration, "cannot find the table \(table)", why: "the destination has no such table",
                    remedy: "`hublake tables` lists them.")
            }
            var random = SystemRandomNumberGenerator()
            let job = Job(
                scope: scope, tables: entries, isWhole: table == nil, store: store, isDryRun: isDryRun,
                runID: RunID(start: clock.now(), using: &random))
            if isDryRun { return try await maintain(job, now: nil) }
            let work = scope.contains(.versions) ? "purge" : "maintain"
            return try await Destination.reserve(store, for: job.runID, work: work, clock) { now in
                try await maintain(job, now: now)
            }
        }
    }

    /// What is to be done to which tables.
    private struct Job: Sendable {
        var scope: MaintenanceScope
        var tables: [(key: String, value: Catalog.Entry)]
        /// Whether those are all that there are.
        var isWhole: Bool
        var store: any ObjectStore
        var isDryRun: Bool
        var runID: RunID
    }

    /// - Parameter now: by the store's clock; nil for a dry run, which has nothing that the store has just dated.
    private func maintain(_ job: Job, now: Timestamp?) async throws -> MaintenanceReport {
        let results = try await job.tables.mapConcurrently(limit: 2) { name, entry in
            (name, entry.folder, try await maintain(entry.folder, job, now: now))
        }
        var report = MaintenanceReport(isDryRun: job.isDryRun)
        for (name, _, result) in results { report.add(name, result) }
        let changed = results.compactMap { name, folder, result -> (name: String, folder: String)? in
            if case .success(let outcome) = result, outcome.committed == nil { return nil }
            return (name, folder)
        }
        if !job.isDryRun { try await Self.refreshCatalog(of: job.store, tables: changed, at: clock.now()) }
        if job.isWhole && job.scope.contains(.orphans) {
            report.note(ownFiles: try await tidy(job, now: now))
        }
        return report
    }

    private func tidy(_ job: Job, now: Timestamp?) async throws -> MaintenanceOutcome.Tally {
        let storeTime = try await TableMaintenance.storeTime(of: job.store, folders: ["_hublake"])
        return try await Housekeeping.tidy(
            job.store, catalog: try await Self.catalog(of: job.store), now: now ?? storeTime ?? clock.now(),
            isDryRun: job.isDryRun)
    }

    /// One table; only an interruption is thrown.
    private func maintain(
        _ folder: String, _ job: Job, now: Timestamp?
    ) async throws -> Result<MaintenanceOutcome, Failure> {
        do {
            try Task.checkCancellation()
            var time = now
            // Where nothing was just dated, the store's newest time may be long ago: then ages count as lower than they are.
            if time == nil {
                time = try await TableMaintenance.storeTime(of: job.store, folders: ["_hublake", folder])
            }
            let maintenance = TableMaintenance(folder: folder, store: job.store, runID: job.runID, clock: clock)
            return .success(
                try await maintenance.run(job.scope, now: time ?? clock.now(), isDryRun: job.isDryRun))
        } catch let cancellation as CancellationError {
            throw cancellation
        } catch {
            return .failure(Failure(error, while: "cannot maintain \(folder)"))
        }
    }

    /// Names the tables' newest states in the catalog; again while somebody else writes it.
    private static func refreshCatalog(
        of store: any ObjectStore, tables: [(name: String, folder: String)], at time: Timestamp
    ) async throws {
        guard !tables.isEmpty else { return }
        for attempt in 1... {
            guard var destination = try await Destination.read(store) else { return }
            var catalog = destination.catalog
            for (name, folder) in tables {
                // One that failed may have been committed before; if it cannot even be read, the report says so already.
                guard let table = try? await LakehouseTable.load(folder: folder, from: store) else { continue }
                catalog.tables[name]?.follow(table)
            }
            guard catalog != destination.catalog else { return }
            catalog.updatedAt = time
            do {
                return try await destination.replaceCatalog(with: catalog)
            } catch let failure as Failure where failure.kind == .conflict && attempt < 4 { continue }
        }
    }
}
