import Foundations
import Lakehouse
import Tables

/// What became of each table so far; turns into the catalog and the report.
struct RunResults: Sendable {
    var portalID: Int64?
    /// Whether the prefix is ours to write to; a refused one must not even get a report.
    var ownsDestination = false
    var warnings: [String] = []
    /// Whether a table that several sources feed lacks what one of them would say now.
    var hasGaps = false
    /// Whether such a source may answer when it is asked again soon.
    var hasPassingGaps = false
    /// The names that the run gave, once all are known.
    var names: TableNames?
    /// Up to which telling in `object_lifecycle` purged records were erased.
    var erasedThrough: Timestamp?
    /// Whether some purged record could not be erased everywhere.
    var hasPendingErasure = false
    /// When old files of hublake's own were removed; nil where this run does not.
    var tidiedAt: Timestamp?
    /// What the run did to tables besides their rows.
    private(set) var upkeep: [RunReport.Upkeep] = []
    /// Tables that got another state after they were committed, by folder.
    private var rewritten: [String: LakehouseTable] = [:]
    /// Which chores the run does.
    var agenda: Agenda?
    /// What the account has, where the run asked for it.
    var discovery: Discovery?
    /// How lively the event types are that the run asked about.
    var eventPulses: [String: EventPulse] = [:]
    private(set) var tables: [String: CommittedTable] = [:]
    private(set) var skipped: [RunReport.Skipped] = []

    /// Takes in what another part of the run came to.
    mutating func join(_ part: RunResults) {
        portalID = portalID ?? part.portalID
        ownsDestination = ownsDestination || part.ownsDestination
        warnings += part.warnings
        hasGaps = hasGaps || part.hasGaps
        hasPassingGaps = hasPassingGaps || part.hasPassingGaps
        names = part.names ?? names
        agenda = agenda ?? part.agenda
        discovery = part.discovery ?? discovery
        eventPulses.merge(part.eventPulses) { _, new in new }
        tables.merge(part.tables) { _, new in new }
        skipped += part.skipped.filter { new in !skipped.contains { $0.table == new.table } }
    }

    /// Takes in finished tables; `observer` is told of them unless it was already.
    mutating func add(_ finished: [CommittedTable], to observer: ((SyncEvent) -> Void)?) {
        for table in finished {
            tables[table.report.name] = table
            observer?(.finished(table.report))
        }
    }

    /// Leaves tables alone.
    mutating func leave(_ tables: [RunReport.Skipped], _ observe: (SyncEvent) -> Void) {
        for table in tables where !skipped.contains(where: { $0.table == table.table }) {
            skipped.append(table)
            observe(.skipped(table))
        }
    }

    /// Takes in a table that is finished, or leaves it alone with the reason.
    mutating func take(
        _ outcome: Result<CommittedTable, Failure>, of table: String, _ observe: (SyncEvent) -> Void
    ) {
        switch outcome {
        case .success(let committed):
            add([committed], to: nil)
            observe(.finished(committed.report))
        case .failure(let failure): leave([.init(table, failure)], observe)
        }
    }

    /// Takes in that `table`, in `folder`, was written again.
    mutating func note(_ table: LakehouseTable, in folder: String) { rewritten[folder] = table }

    /// Takes in what maintenance did to `table`, in `folder`.
    mutating func note(_ outcome: MaintenanceOutcome, of table: String, in folder: String) {
        if let committed = outcome.committed { note(committed, in: folder) }
        if let done = RunReport.Upkeep(outcome, of: table) { upkeep.append(done) }
    }

    /// Whether any table got a new snapshot.
    var hasCommitted: Bool { tables.values.contains { $0.report.outcome == .committed } }

    /// The catalog after this run: tables that were left alone keep their entries.
    func catalog(after last: Catalog, discovery key: String?, run: SyncRun) -> Catalog {
        var catalog = last
        catalog.formatVersion = Catalog.currentFormatVersion
        catalog.writtenBy = run.hublakeVersion
        catalog.runID = run.id
        catalog.isComplete = skipped.isEmpty && !hasGaps
        catalog.updatedAt = run.clock.now()
        catalog.names = names ?? last.names
        catalog.erasedThrough = erasedThrough ?? catalog.erasedThrough
        catalog.hasPendingErasure = hasPendingErasure ? true : nil
        catalog.tidiedAt = tidiedAt ?? catalog.tidiedAt
        catalog.discovery = key ?? catalog.discovery
        // What may pass is tried again by the next run; what a person must mend waits for the chore's next time.
        let mayPass = hasPassingGaps || skipped.contains { $0.kind.isRetryable }
        if let agenda {
            catalog.setChoreTimes(agenda.times(after: mayPass ? agenda.repeated : []), of: run.settings.selection)
        }
        catalog.eventPulses = (last.eventPulses ?? [:]).merging(eventPulses) { _, new in new }
        for (name, table) in tables {
            catalog.tables[name] = table.entry
            catalog.tables[name]?.allReadAt = table.entry.allReadAt ?? last.tables[name]?.allReadAt
        }
        for (folder, table) in rewritten { catalog.tables[folder]?.follow(table) }
        return catalog
    }

    /// How the run ended, given what stopped it, if anything did.
    func status(stoppedBy failure: Failure?) -> RunReport.Status {
        if failure?.kind == .cancelled { return .interrupted }
        if failure == nil && skipped.isEmpty && !hasGaps { return .complete }
        return tables.isEmpty ? .failed : .partial
    }
}
