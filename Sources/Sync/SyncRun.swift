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
        let earlier = destination.catalog.names
        let types = try await Discovery(hubspot, known: earlier)
        let pairs = GrowingList<Discovery.PairAnswer>()
        try await sideBySide(
            [
                { _ in
                    pairs.append(try await types.askPairs(hubspot, parallel: settings.parallelLabels))
                    pairs.finish()
                },
                { results in
                    let discovery = try await types.withDefinitions(hubspot, parallel: settings.parallelSources)
                    results.warnings += discovery.warnings
                    try await syncSources(discovery, pairs, earlier, &results)
                },
            ], &results)

        try await destination.replaceCatalog(
            with: results.catalog(after: destination.catalog, names: results.names ?? earlier, run: self))
    }

    /// Reads all sources side by side.
    ///
    /// Which pairs of types are associated costs a call for each. So records are read for all the pairs that there may be, while
    /// that is found out.
    private func syncSources(
        _ discovery: Discovery, _ pairs: GrowingList<Discovery.PairAnswer>, _ earlier: TableNames,
        _ results: inout RunResults
    ) async throws {
        let outline = SyncPlan(discovery.withPossiblePairs, settings: settings, earlier: earlier)
        results.leave(outline.skipped, observe)
        observe(.planned(tables: outline.tables.filter { !$0.kind.isPair }.map(\.name)))
        let shapes = try await loadShapes(outline, discovery)
        let records = RecordStreams(outline, shapes)
        try await sideBySide(
            [
                { try await syncTypes(outline, discovery, records, &$0) },
                { results in
                    let discovery = discovery.withPairs(try await pairs.elements(0..<Int.max))
                    let plan = SyncPlan(discovery, settings: settings, earlier: earlier)
                    results.names = plan.names
                    results.warnings += plan.warnings
                    results.leave(plan.skipped, observe)
                    observe(.planned(tables: plan.tables.filter(\.kind.isPair).map(\.name)))
                    try await syncAssociationDefinitions(plan, discovery, &results)
                    try await syncAssociations(plan, discovery, of: records.ids, &results)
                },
                { try await syncLists(outline, &$0) },
                { try await syncEvents(outline, discovery, contacts: records.addresses, &$0) },
                { try await syncReferenceTables(outline, discovery, shapes, &$0) },
            ], &results)
        try await emptyTables(of: discovery.goneTypes(earlier), outline, &results)
        try await syncRunsTable(outline, &results)
    }

    var context: OpenTable.Context {
        .init(store: store, runID: id, clock: clock, dataFileByteCount: settings.dataFileByteCount)
    }
}
