import CRM
import Foundations
import HubSpotAPI
import Lakehouse
import Tables

extension SyncRun {
    /// Reads one type's records once, for its individual table and its part of the shared ones: all of them for tables that need
    /// that, for the others what changed since they were last committed.
    func syncRecords(
        of shape: TypeShape, shared: SharedRecordTables, count: Int64?, plan: SyncPlan, tellsLifeCycle: Bool,
        _ streams: RecordStreams, _ agenda: Agenda
    ) async throws -> RecordsOutcome {
        let isSelected = plan.contains(.objects(shape.type.id))
        var outcome = RecordsOutcome(type: shape.type.id)
        do {
            var reading = RecordsReading(
                shape: shape, feeds: try await recordFeeds(shape, isSelected: isSelected, shared: shared, agenda),
                count: count, stream: streams.records[shape.type.id] ?? RecordStream(wantsAll: false),
                addresses: plan.needsAddresses && shape.type.id == .contacts ? streams.addresses : nil,
                tellsLifeCycle: tellsLifeCycle)
            if let load = FirstLoad(reading.feeds) {
                reading.loaded = try await finish(load, reading, agenda, &outcome)
                reading.feeds = try await feeds(after: load, shape, isSelected: isSelected, shared: shared, agenda)
            }
            // A table that is being loaded tells of some records only.
            reading.known = RecordIndex(reading.feeds.filter { $0.reading.load == nil })
            try await read(&reading, agenda, &outcome)
            try await commit(reading, &outcome)
            if let table = outcome.table { observe(.finished(table.report)) }
        } catch {
            let failure = Failure(error, while: "cannot sync \(shape.objects.definition.name)")
            if failure.kind == .cancelled { throw failure }
            if !outcome.hasSharedRows { outcome.failure = failure }
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
        var feeds = await shared.feeds(for: shape)
        if isSelected {
            let table = try await OpenTable(shape.objects.definition, base: shape.base, context)
            feeds.append(
                RecordFeed(individual: table) { [objects = shape.objects] in
                    objects.batch(for: $0, ingestedAt: $1, counting: &$2)
                })
        }
        for index in feeds.indices {
            let (table, partition) = (feeds[index].table, feeds[index].writer.partition)
            feeds[index].reading = RecordReading(
                table.cursor, partition: partition, isEmpty: table.isEmpty(partition), fingerprint: shape.fingerprint,
                now: agenda.now, everything: agenda.isDueAgain(.everything), startsOver: agenda.isAsked)
        }
        return feeds
    }

    /// The tables once an interrupted first load is finished: those that were loaded get what changed since it began.
    private func feeds(
        after load: FirstLoad, _ shape: TypeShape, isSelected: Bool, shared: SharedRecordTables, _ agenda: Agenda
    ) async throws -> [RecordFeed] {
        var shape = shape
        if isSelected { shape.base = try await LakehouseTable.load(folder: shape.objects.definition.name, from: store) }
        let loaded = Dictionary(load.feeds.map { ($0.table.name, $0.reading.load?.began) }) { first, _ in first }
        var feeds = try await recordFeeds(shape, isSelected: isSelected, shared: shared, agenda)
        for index in feeds.indices {
            guard let began = loaded[feeds[index].table.name] ?? nil, feeds[index].reading.load == nil else { continue }
            feeds[index].reading = .changes(since: began)
        }
        // One that could not be committed stays as it is, for the next run.
        return feeds.filter { $0.reading.load == nil }
    }

    /// Commits the individual table and hands on the rows of the shared ones.
    func commit(_ reading: RecordsReading, _ outcome: inout RecordsOutcome) async throws {
        for (feed, rows) in reading.written {
            if let shared = feed.shared {
                try await shared.add(rows, loaded: feed.reading.load == nil ? 0 : reading.recordsOfLastPart)
                outcome.hasSharedRows = true
                continue
            }
            var committed = try await feed.table.commit([rows], properties: try reading.shape.tableProperties)
            if let earlier = outcome.table { committed.follow(earlier) }
            outcome.table = committed
        }
    }
}
