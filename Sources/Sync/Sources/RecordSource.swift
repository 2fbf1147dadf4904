import CRM
import Foundations
import HubSpotAPI
import Tables

/// What reading one type's records came to.
struct RecordsOutcome: Sendable {
    let type: ObjectTypeID
    /// The individual table, if it was asked for and worked.
    var table: CommittedTable?
    /// The type's rows of the tables that all types share, by table name.
    var shared: [String: WrittenRows] = [:]
    var skipped: [RunReport.Skipped] = []
    var warnings: [String] = []
    /// Whether values of properties that were asked for are missing.
    var hasGaps = false
    /// Why the records could not be read.
    var failure: Failure?
}

extension SyncRun {
    /// Reads one type's records once, for its individual table and its part of the shared ones.
    func syncRecords(
        of shape: TypeShape, isSelected: Bool, shared: SharedRecordTables, count: Int64?, plan: SyncPlan,
        _ streams: RecordStreams
    ) async throws -> RecordsOutcome {
        var outcome = RecordsOutcome(type: shape.type.id)
        do {
            var feeds = shared.feeds(for: shape)
            if isSelected {
                let table = try OpenTable(shape.objects.definition, base: shape.base, context)
                feeds.append(
                    RecordFeed(individual: table) { [objects = shape.objects] in
                        objects.batch(for: $0, ingestedAt: $1, counting: &$2)
                    })
            }
            let written = try await read(shape, into: feeds, count: count, plan: plan, streams, &outcome)
            for (feed, rows) in zip(feeds, written) where feed.isShared { outcome.shared[feed.table.name] = rows }
            if let feed = feeds.last, let rows = written.last, !feed.isShared {
                let names = try ColumnAssignment.encode(shape.objects.assignments)
                let committed = try await feed.table.commit(
                    [rows], properties: [ColumnAssignment.tableProperty: names])
                observe(.finished(committed.report))
                outcome.table = committed
            }
        } catch {
            let failure = Failure(error, while: "cannot sync \(shape.objects.definition.name)")
            if failure.kind == .cancelled { throw failure }
            if outcome.shared.isEmpty { outcome.failure = failure }
            // These have what was read, if it was all.
            streams.ids[shape.type.id]?.fail(
                Failure(
                    .transient, "cannot read the associations that start at \(shape.type.id)",
                    why: "its records could not be read", remedy: "See why in this report, and run the sync again."))
            if shape.type.id == .contacts { streams.addresses.finish() }
            if isSelected { outcome.skipped.append(.init(shape.objects.definition.name, failure)) }
        }
        return outcome
    }

    /// Reads all records of one type and ends the rows of the tables that they feed; leaves no file behind when that fails.
    private func read(
        _ shape: TypeShape, into feeds: [RecordFeed], count: Int64?, plan: SyncPlan, _ streams: RecordStreams,
        _ outcome: inout RecordsOutcome
    ) async throws -> [WrittenRows] {
        let history = plan.contains(.propertyHistory)
        let ids = streams.ids[shape.type.id]
        var writers = RecordWriters(
            shape, feeds: feeds, collectsAddresses: plan.needsAddresses, clock: clock)
        do {
            let properties = shape.objects.requestedProperties
            try await pullConcurrently(
                from: hubspot.plannedRanges(of: shape.type, count: count).makeAsyncIterator(),
                limit: settings.parallelRanges,
                open: {
                    hubspot.records(of: shape.type, properties: properties, history: history, in: $0)
                        .makeAsyncIterator()
                },
                consume: { ids?.append(try await writers.append($0, observe)) })
            ids?.finish()
            if shape.type.id == .contacts {
                streams.addresses.append([writers.addresses])
                streams.addresses.finish()
            }
            let written = try await writers.finish()
            outcome.warnings = writers.warnings
            for (property, scopes) in hubspot.refusedProperties(of: shape.type.id).sorted(by: { $0.key < $1.key }) {
                outcome.hasGaps = true
                outcome.warnings.append(
                    "\(shape.objects.definition.name): HubSpot refuses the values of the property \(property), which are left "
                        + "out: add the scope \(scopes.isEmpty ? "for it" : scopes.joined(separator: " or ")) to the token, "
                        + "or name the property under omitted-properties")
            }
            return written
        } catch {
            try await writers.abandon()
            throw error
        }
    }
}
