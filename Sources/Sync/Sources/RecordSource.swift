import CRM
import Foundations
import HubSpotAPI
import Tables

extension SyncRun {
    /// Reads one type's records once, for its individual table and its part of the shared ones: all of them for tables that need
    /// that, for the others what changed since they were last committed.
    func syncRecords(
        of shape: TypeShape, shared: SharedRecordTables, count: Int64?, plan: SyncPlan, _ streams: RecordStreams,
        _ agenda: Agenda
    ) async throws -> RecordsOutcome {
        let isSelected = plan.contains(.objects(shape.type.id))
        var outcome = RecordsOutcome(type: shape.type.id)
        do {
            let feeds = try await recordFeeds(shape, isSelected: isSelected, shared: shared, agenda)
            var reading = RecordsReading(
                shape: shape, feeds: feeds, known: RecordIndex(feeds), count: count,
                stream: streams.records[shape.type.id] ?? RecordStream(wantsAll: false),
                addresses: plan.needsAddresses && shape.type.id == .contacts ? streams.addresses : nil,
                tellsLifeCycle: plan.contains(.lifeCycle))
            try await read(&reading, agenda, &outcome)
            try await commit(reading, &outcome)
        } catch {
            let failure = Failure(error, while: "cannot sync \(shape.objects.definition.name)")
            if failure.kind == .cancelled { throw failure }
            if outcome.shared.isEmpty { outcome.failure = failure }
            // These have what was read, if it was all.
            streams.records[shape.type.id]?.fail(
                Failure(
                    .transient, "cannot read the associations that start at \(shape.type.id)",
                    why: "its records could not be read", remedy: "See why in this report, and run the sync again."))
            if shape.type.id == .contacts { streams.addresses.finish() }
            if isSelected { outcome.skipped.append(.init(shape.objects.definition.name, failure)) }
        }
        return outcome
    }

    /// The tables that the type's records feed, each with how it must be read.
    private func recordFeeds(
        _ shape: TypeShape, isSelected: Bool, shared: SharedRecordTables, _ agenda: Agenda
    ) async throws -> [RecordFeed] {
        var feeds = shared.feeds(for: shape)
        if isSelected {
            let table = try await OpenTable(shape.objects.definition, base: shape.base, context)
            feeds.append(
                RecordFeed(individual: table) { [objects = shape.objects] in
                    objects.batch(for: $0, ingestedAt: $1, counting: &$2)
                })
        }
        for index in feeds.indices {
            feeds[index].reading = RecordReading(
                feeds[index].table.cursor, partition: feeds[index].writer.partition, fingerprint: shape.fingerprint,
                now: agenda.now, everything: agenda.isDue(.everything))
        }
        return feeds
    }

    /// Commits the individual table and hands on the parts of the shared ones.
    private func commit(_ reading: RecordsReading, _ outcome: inout RecordsOutcome) async throws {
        for (feed, rows) in reading.written {
            guard !feed.isShared else {
                outcome.shared[feed.table.name] = rows
                continue
            }
            let names = try ColumnAssignment.encode(reading.shape.objects.assignments)
            let committed = try await feed.table.commit([rows], properties: [ColumnAssignment.tableProperty: names])
            observe(.finished(committed.report))
            outcome.table = committed
        }
    }
}
