import CRM
public import Foundations
public import HubSpotAPI
import Lakehouse
public import ObjectStore
import Tables

/// One run: HubSpot's account read once, every selected table brought up to date, a catalog and a report written.
///
/// A source (an object type, a pair of types, a list of definitions) is read once and feeds all its tables. Each table is committed
/// by itself; whatever fails takes only its own tables out of the run, and the report says which and why.
public struct SyncRun: Sendable {
    let hubspot: HubSpotClient
    let store: any ObjectStore
    let settings: SyncSettings
    let clock: any WallClock
    let hublakeVersion: String
    let observe: @Sendable (SyncEvent) -> Void
    /// Names this run.
    public let id: RunID

    /// A run that has not started.
    ///
    /// - Parameters:
    ///   - hubspot: the account to read.
    ///   - store: the destination, rooted at its prefix.
    ///   - observe: told what happens, from several tasks at once.
    public init(
        id: RunID, hubspot: HubSpotClient, store: any ObjectStore, settings: SyncSettings, clock: any WallClock,
        hublakeVersion: String, observe: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) {
        self.id = id
        self.hubspot = hubspot
        self.store = store
        self.settings = settings
        self.clock = clock
        self.hublakeVersion = hublakeVersion
        self.observe = observe
    }

    /// Does it all; throws only what prevents any table from being looked after, or the catalog from being written.
    ///
    /// - Parameter results: gathers what became of each table, so that it is known even if this throws.
    func perform(_ results: inout RunResults) async throws {
        let account = try await hubspot.account()
        results.portalID = account.portalID
        var destination = try await Destination.open(
            store, portalID: account.portalID, hublakeVersion: hublakeVersion, at: clock.now())
        results.ownsDestination = true
        observe(.opened(portalID: account.portalID, destination: store.location))

        if try await hubspot.observeDailyUsage() == nil {
            results.warnings.append(
                "HubSpot does not say how many calls the day has left, so daily-call-share is not held")
        }
        let discovery = try await Discovery(
            hubspot, known: destination.catalog.names, parallel: settings.parallelSources)
        let plan = SyncPlan(discovery, settings: settings, earlier: destination.catalog.names)
        results.warnings += discovery.warnings + plan.warnings
        results.leave(plan.skipped, observe)
        observe(.planned(tables: plan.tableNames))

        let shapes = try await loadShapes(plan, discovery)
        try await syncTypes(plan, discovery, shapes, &results)
        try await emptyTables(of: discovery.goneTypes(destination.catalog.names), plan, &results)
        try await syncLists(plan, &results)
        try await syncEvents(plan, discovery, &results)
        try await syncReferenceTables(plan, discovery, shapes, &results)
        try await syncRunsTable(plan, &results)

        try await destination.replaceCatalog(
            with: results.catalog(after: destination.catalog, names: plan.names, run: self))
    }

    var context: OpenTable.Context {
        .init(store: store, runID: id, clock: clock, dataFileByteCount: settings.dataFileByteCount)
    }
}
