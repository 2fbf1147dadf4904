import CRM
public import Foundations
public import HubSpotAPI
import Lakehouse
public import ObjectStore
import Tables

/// One run: what changed in HubSpot's account read once, every selected table brought up to date, a catalog and a report written.
///
/// The first run reads everything. Later ones search for changed records, and do the dearer chores when they are due (``Agenda``).
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
        let startedAt = clock.now()
        async let dailyUsage = hubspot.observeDailyUsage()
        async let opening = beginning()
        let account = try await hubspot.account()
        results.portalID = account.portalID
        let (existing, types) = try await opening
        var destination = try await Destination.open(
            store, existing: existing, portalID: account.portalID, hublakeVersion: hublakeVersion, at: clock.now())
        results.ownsDestination = true
        observe(.opened(portalID: account.portalID, destination: store.location))

        if try await dailyUsage == nil {
            results.warnings.append(
                "HubSpot does not say how many calls the day has left, so daily-call-share is not held")
        }
        let catalog =
            existing == nil ? destination.catalog : try await destination.catalog.recovering(pairsIn: store)
        var agenda = Agenda(
            last: catalog.choreTimes(of: settings.selection),
            rhythms: settings.rhythms.holding(privacyDeadline: settings.privacyDeadline), now: startedAt,
            everything: settings.readsEverything)
        results.agenda = agenda
        let lease = try await Lease.take(
            store, for: .init(run: id, since: startedAt, work: "sync"), now: SystemWallClock().now())
        try await lease.held(clock) {
            let kept = try await keptDiscovery(catalog)
            let isOld = agenda.isDue(.definitions) || agenda.isDue(.pairs)
            let mayServe = isOld ? nil : try await kept?.hasAllTypesStill(hubspot)
            // Types that came or left are told in the tables of definitions, too.
            if mayServe != true { agenda.add(.definitions) }
            results.agenda = agenda
            if let kept, mayServe == true {
                results.warnings += kept.warnings
                try await syncSources(kept, pairs: nil, catalog, agenda, &results)
            } else {
                try await discoverAndSync(kept, types: types, catalog, agenda, &results)
            }
            // Before the erasure, which removes the metadata that the catalog names until it is replaced.
            try await lookAfterTables(&results)
            try await eraseWhatWasPurged(catalog, &results)
            let discovered = try await keep(results.discovery, as: catalog.discovery)
            if Housekeeping.isDue(catalog.tidiedAt, now: startedAt) { results.tidiedAt = startedAt }
            try await destination.replaceCatalog(
                with: results.catalog(after: catalog, discovery: discovered, run: self))
            try await tidy(destination.catalog, &results)
            warnOfDeadline(catalog, destination.catalog, now: startedAt, &results)
        }
    }

    /// Reads what the destination is, and finds out the account's types where it is nothing yet: that begins beside the first
    /// questions, whose answers take their time.
    private func beginning() async throws -> (destination: Destination?, types: Result<Discovery, Failure>?) {
        guard let destination = try await Destination.read(store) else {
            return (nil, try await Discovery.settled { try await Discovery(hubspot, known: TableNames()) })
        }
        return (destination, nil)
    }

    /// Finds out what the account has, and reads all sources while it does.
    ///
    /// Which pairs of types are associated costs a call for each. So records are read for all the pairs that there may be, while
    /// that is found out.
    ///
    /// - Parameter early: the account's types, if they were asked for already.
    private func discoverAndSync(
        _ kept: Discovery?, types early: Result<Discovery, Failure>?, _ catalog: Catalog, _ agenda: Agenda,
        _ results: inout RunResults
    ) async throws {
        let types =
            if let early { try early.get() } else { try await Discovery(hubspot, known: catalog.names) }
        let pairs = GrowingList<Discovery.PairAnswer>()
        let known = agenda.isDue(.pairs) ? nil : kept
        try await sideBySide(
            [
                { _ in
                    pairs.append(try await types.askPairs(hubspot, kept: known, parallel: settings.parallelLabels))
                    pairs.finish()
                },
                { results in
                    let discovery = try await types.withDefinitions(
                        hubspot, kept: known, parallel: settings.parallelSources)
                    results.warnings += discovery.warnings
                    try await syncSources(discovery, pairs: pairs, catalog, agenda, &results)
                },
            ], &results)
    }

    /// Reads all sources side by side.
    ///
    /// - Parameter pairs: the pairs that the account has, where they are still being asked for.
    private func syncSources(
        _ discovery: Discovery, pairs: GrowingList<Discovery.PairAnswer>?, _ catalog: Catalog, _ agenda: Agenda,
        _ results: inout RunResults
    ) async throws {
        let outlined = pairs == nil ? discovery : discovery.withPossiblePairs
        let outline = SyncPlan(outlined, settings: settings, earlier: catalog.names)
        results.leave(outline.skipped, observe)
        observe(.planned(tables: outline.tables.filter { !$0.kind.isPair }.map(\.name)))
        let shapes = try await loadShapes(outline, discovery)
        let combined =
            outline.contains(.combinedAssociations)
            ? try await OpenTable.open(CombinedAssociationsTable().definition, context) : nil
        let records = RecordStreams(
            outline, shapes, AssociationReadings(outline, outlined, catalog, combined: combined, agenda))
        try await sideBySide(
            [
                { try await syncTypes(outline, discovery, records, agenda, &$0) },
                { results in
                    var discovery = discovery
                    if let pairs {
                        discovery = discovery.withPairs(try await pairs.elements(0..<Int.max))
                        results.discovery = discovery
                    }
                    let plan = SyncPlan(discovery, settings: settings, earlier: catalog.names)
                    results.names = plan.names
                    results.warnings += plan.warnings
                    results.leave(plan.skipped, observe)
                    observe(.planned(tables: plan.tables.filter(\.kind.isPair).map(\.name)))
                    try await syncAssociationDefinitions(plan, discovery, catalog, agenda, &results)
                    let readings = AssociationReadings(plan, discovery, catalog, combined: combined, agenda)
                    try await syncAssociations(plan, discovery, of: records, combined, readings, &results)
                },
                { try await syncLists(outline, agenda, &$0) },
                { try await syncEvents(outline, discovery, contacts: records.addresses, catalog, agenda, &$0) },
                { try await syncReferenceTables(outline, discovery, shapes, catalog, agenda, &$0) },
            ], &results)
        try await emptyTables(of: discovery.goneTypes(catalog.names), outline, &results)
        try await syncRunsTable(outline, catalog, agenda, &results)
    }

    var context: OpenTable.Context {
        .init(store: store, runID: id, clock: clock, dataFileByteCount: settings.dataFileByteCount)
    }
}
