import CRM
import Foundations
import HubSpotAPI
import Tables

extension SyncRun {
    /// Reads what the tables need, finds out what became of records that left, tells it, and ends the rows of all tables.
    func read(_ reading: inout RecordsReading, _ agenda: Agenda, _ outcome: inout RecordsOutcome) async throws {
        let changes = try await changes(reading, agenda)
        var full = writers(reading, isFull: true, feeds: reading.feeds.filter { changes == nil || $0.reading == .full })
        var changed = writers(
            reading, isFull: false, feeds: changes == nil ? [] : reading.feeds.filter { $0.reading != .full })
        let readsAll =
            !full.feeds.isEmpty || changes == nil && reading.needsIDs || reading.needsIDs && reading.known == nil
        do {
            if readsAll { try await readAll(reading, into: &full) }
            if let changes { try await readByID(changes, reading, into: &changed) }

            let life = try await review(reading, hasReadAll: readsAll, &full, &changed, agenda)
            if reading.tellsLifeCycle {
                outcome.lifeCycle = try await tell(life.changes, of: reading.shape.type.id)
            }
            outcome.purged = Set(life.changes.filter { $0.event == .purged }.map(\.objectID))

            let position = SourcePosition(through: agenda.now, shape: reading.shape.fingerprint.text)
            reading.written = zip(full.feeds, try await full.finish(removing: life.removed, at: position)).map {
                ($0, $1)
            }
            reading.written += zip(changed.feeds, try await changed.finish(removing: life.removed, at: position)).map {
                ($0, $1)
            }
            outcome.ids = ids(reading, readsAll: readsAll, full, changed, removed: life.removed)
            if readsAll && reading.collectsAddresses { outcome.addresses = full.addresses }
            outcome.warnings = full.warnings + changed.warnings
        } catch {
            try await full.abandon()
            try await changed.abandon()
            throw error
        }
    }

    private func writers(_ reading: RecordsReading, isFull: Bool, feeds: [RecordFeed]) -> RecordWriters {
        RecordWriters(
            reading.shape, feeds: feeds, isFull: isFull, collectsAddresses: reading.collectsAddresses, clock: clock)
    }

    private func ids(
        _ reading: RecordsReading, readsAll: Bool, _ full: RecordWriters, _ changed: RecordWriters, removed: Set<Int64>
    ) -> RecordIDs {
        var ids = RecordIDs(read: readsAll ? full.ids : changed.ids, removed: removed)
        ids.read.removeAll(where: removed.contains)
        if readsAll {
            ids.all = ids.read
        } else if reading.needsIDs, let known = reading.known {
            ids.all = known.ids.union(ids.read).subtracting(removed).sorted()
        }
        return ids
    }

    // MARK: Reading

    private func readAll(_ reading: RecordsReading, into writers: inout RecordWriters) async throws {
        let history = writers.feeds.contains(where: \.accumulates)
        let properties = writers.feeds.isEmpty ? [] : reading.properties
        let ranges = try await hubspot.recordRanges(of: reading.shape.type, count: reading.count).map {
            hubspot.records(of: reading.shape.type, properties: properties, history: history, in: $0)
        }
        if ranges.count == 1 {
            try await ranges[0].readAhead { try await writers.append($0, observe) }
        } else {
            let pages = ranges.map { $0.makeAsyncIterator() }
            try await pullConcurrently(pages, limit: settings.parallelRanges) {
                try await writers.append($0, observe)
            }
        }
    }

    /// Reads the records `ids`; returns those that HubSpot has as live ones.
    @discardableResult
    func readByID(
        _ ids: [Int64], _ reading: RecordsReading, into writers: inout RecordWriters
    ) async throws -> Set<Int64> {
        guard !ids.isEmpty else { return [] }
        try await writers.expect(Set(ids))
        var found: Set<Int64> = []
        let pages = hubspot.records(
            of: reading.shape.type, ids: ids, properties: reading.properties,
            history: writers.feeds.contains(where: \.accumulates))
        for try await page in pages {
            found.formUnion(page.records.map(\.id))
            try await writers.append(page, observe)
        }
        return found
    }

    /// The records that changed since the tables were committed; nil when all must be read, or that is cheaper.
    private func changes(_ reading: RecordsReading, _ agenda: Agenda) async throws -> [Int64]? {
        let starts = reading.feeds.compactMap { feed in
            if case .changes(let since) = feed.reading { since } else { nil }
        }
        guard let since = starts.min() else { return nil }
        let window = ChangeWindow.window(since: since, now: agenda.now, late: agenda.isDue(.late))
        let most = reading.known.map { ChangeWindow.worthwhile(known: $0.count) } ?? .max
        do {
            let stamps = try await hubspot.changes(of: reading.shape.type, in: window, atMost: most)
            return stamps?.filter { !(reading.known?.has($0) ?? false) }.map(\.id)
        } catch let failure as Failure where failure.kind == .notFound {
            // Types without search exist; they are small.
            return nil
        }
    }
}
