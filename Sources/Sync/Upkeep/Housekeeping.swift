public import Foundations
public import Lakehouse
public import ObjectStore

/// Which of hublake's own files under `_hublake/` leave. Pure.
///
/// Reports stay for 30 days, at most 2,000 of them; files that are named by their content stay while the catalog names them, and
/// three days longer.
public struct Housekeeping: Sendable, Hashable {
    /// How long a report stays, in seconds.
    static let reportAge: Int64 = 30 * 86_400
    /// Reports that stay: a week of runs five minutes apart.
    static let reportCount = 2_000
    /// How old a file that nothing names must be: a run names it at its end.
    static let safeAge: Int64 = 3 * 86_400
    /// Seconds between two times that a sync does it.
    static let interval: Int64 = 86_400

    /// What leaves, oldest reports first.
    let removals: [ListedObject]

    /// - Parameters:
    ///   - reports: the objects under ``RunReport/folder``.
    ///   - states: the objects under `_hublake/state/`.
    ///   - catalog: says which files are in use, and which reports `sync_runs` tells.
    ///   - now: by the store's clock, as the objects' ages are.
    init(reports: [ListedObject], states: [ListedObject], catalog: Catalog, now: Timestamp) {
        func isOlder(_ object: ListedObject, than seconds: Int64) -> Bool {
            // An object whose age the store does not tell counts as new.
            object.lastModified.map { now.microseconds - $0.microseconds >= seconds * 1_000_000 } ?? false
        }
        let byTime = reports.filter { $0.key.hasSuffix(".json") }.sorted { $0.key < $1.key }
        // Run ids sort by time; the run that wrote `sync_runs` last has told of all before it.
        let told = catalog.tables["sync_runs"].map { $0.runID?.description ?? "" }
        let isTold = { (report: ListedObject) in
            told.map { report.key < "\(RunReport.folder)\($0)" } ?? true
        }
        let old = byTime.enumerated().filter { index, report in
            index < byTime.count - 1 && isTold(report)
                && (index < byTime.count - Self.reportCount || isOlder(report, than: Self.reportAge))
        }
        let named = catalog.stateFiles
        let unnamed = states.filter { state in
            Self.isNamedByContent(state.key) && !named.contains(state.key) && isOlder(state, than: Self.safeAge)
        }
        removals = old.map(\.element) + unnamed.sorted { $0.key < $1.key }
    }

    /// Whether a sync does it again, given when one last did.
    static func isDue(_ last: Timestamp?, now: Timestamp) -> Bool {
        guard let last else { return true }
        return last > now || now.microseconds - last.microseconds >= interval * 1_000_000
    }

    /// Removes what leaves, or only finds it; returns what that is.
    ///
    /// - Parameter now: by the store's clock.
    public static func tidy(
        _ store: any ObjectStore, catalog: Catalog, now: Timestamp, isDryRun: Bool = false
    ) async throws -> MaintenanceOutcome.Tally {
        let reports = try await store.listAll(RunReport.folder)
        let states = try await store.listAll(Catalog.stateFolder)
        let plan = Housekeeping(reports: reports, states: states, catalog: catalog, now: now)
        var tally = MaintenanceOutcome.Tally()
        for object in plan.removals { tally.add(object.size) }
        if !isDryRun { _ = try await plan.removals.mapConcurrently(limit: 8) { try await store.delete($0.key) } }
        return tally
    }

    /// `_hublake/state/` and 64 hex digits: other files there are none of ours to judge.
    private static func isNamedByContent(_ key: String) -> Bool {
        guard key.hasPrefix(Catalog.stateFolder), key.hasSuffix(".json") else { return false }
        let name = key.dropFirst(Catalog.stateFolder.count).dropLast(".json".count)
        return name.utf8.count == 64 && name.allSatisfy(\.isHexDigit)
    }
}
