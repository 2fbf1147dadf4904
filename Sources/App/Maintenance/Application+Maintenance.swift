import Foundations
public import Lakehouse
import ObjectStore
import Sync

extension Application {
    /// When maintenance ran last; written at its start, so that the store dates it: ages are told by the store's clock.
    static let maintenanceKey = "_hublake/maintenance.json"

    /// Looks after tables of the destination. Needs no HubSpot token. A table that fails stops no other.
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
            let runID = RunID(start: clock.now(), using: &random)
            if !isDryRun {
                try await store.put(Self.maintenanceKey, Array("{\"run\": \"\(runID)\"}\n".utf8), if: .always)
            }
            let results = try await entries.mapConcurrently(limit: 2) { name, entry in
                (name, entry.folder, try await maintain(entry.folder, scope, in: store, runID, isDryRun: isDryRun))
            }
            var report = MaintenanceReport(isDryRun: isDryRun)
            for (name, _, result) in results { report.add(name, result) }
            let changed = results.compactMap { name, folder, result -> (name: String, folder: String)? in
                if case .success(let outcome) = result, outcome.committed == nil { return nil }
                return (name, folder)
            }
            if !isDryRun { try await Self.refreshCatalog(of: store, tables: changed, at: clock.now()) }
            return report
        }
    }

    /// One table; only an interruption is thrown.
    private func maintain(
        _ folder: String, _ scope: MaintenanceScope, in store: any ObjectStore, _ runID: RunID, isDryRun: Bool
    ) async throws -> Result<MaintenanceOutcome, Failure> {
        do {
            try Task.checkCancellation()
            // Without the mark that a real run puts, the store's newest time may be long ago: then ages count as lower than they are.
            let folders = isDryRun ? ["_hublake", folder] : ["_hublake"]
            let now = try await TableMaintenance.storeTime(of: store, folders: folders) ?? clock.now()
            let maintenance = TableMaintenance(folder: folder, store: store, runID: runID, clock: clock)
            return .success(try await maintenance.run(scope, now: now, isDryRun: isDryRun))
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
                catalog.tables[name]?.metadataFile = table.metadataKey
                catalog.tables[name]?.snapshotID = table.currentSnapshot?.id
                catalog.tables[name]?.files = table.totals.files
                catalog.tables[name]?.bytes = table.totals.bytes
            }
            guard catalog != destination.catalog else { return }
            catalog.updatedAt = time
            do {
                return try await destination.replaceCatalog(with: catalog)
            } catch let failure as Failure where failure.kind == .conflict && attempt < 4 { continue }
        }
    }
}
