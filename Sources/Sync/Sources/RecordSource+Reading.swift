import CRM
import Foundations
import HubSpotAPI
import Tables

extension SyncRun {
    /// Reads what the tables need, finds out what became of records that left, tells it, and ends the rows of all tables.
    func read(_ reading: inout RecordsReading, _ agenda: Agenda, _ outcome: inout RecordsOutcome) async throws {
        let changes = try await changes(reading, agenda)
        let rest = changes == nil ? [] : reading.feeds.filter { $0.reading != .full }
        var full = writers(
            reading, isFull: true, feeds: changes == nil ? reading.feeds : reading.feeds.filter { $0.reading == .full })
        var changed = writers(reading, isFull: false, feeds: rest)
        let readsAll = !full.feeds.isEmpty || reading.stream.wantsAll && reading.known == nil
        do {
            // Where nothing is known, no record can be lost between two lists, and both are read side by side.
            let shape = reading.shape
            let listsAtOnce = readsAll && reading.known == nil && !reading.feeds.isEmpty
            async let archived = listsAtOnce ? archivedRecords(of: shape) : nil
            if readsAll {
                try await readAll(reading, into: &full)
                // The associations need not wait for the archived records.
                if reading.stream.wantsAll { reading.stream.all.finish() }
            }
            if let changes { try await readByID(changes, reading, into: &changed) }
            let life = try await review(
                reading, hasReadAll: readsAll, archived: try await archived, &full, &changed, agenda)
            tell(reading, readsAll: readsAll, full, changed, life)

            if reading.tellsLifeCycle {
                outcome.lifeCycle = try await tell(life.changes, of: reading.shape.type.id)
            }
            let position = SourcePosition(through: agenda.now, shape: reading.shape.fingerprint.text)
            let fullRows = try await full.finish(removing: life.removed, at: position)
            let changedRows = try await changed.finish(removing: life.removed, at: position)
            reading.written = zip(full.feeds + changed.feeds, fullRows + changedRows).map { ($0, $1) }
            outcome.warnings = full.warnings + changed.warnings
            noteRefusedProperties(of: reading.shape, &outcome)
        } catch {
            try await full.abandon()
            try await changed.abandon()
            throw error
        }
    }

    private func writers(_ reading: RecordsReading, isFull: Bool, feeds: [RecordFeed]) -> RecordWriters {
        RecordWriters(
            reading.shape, feeds: feeds, isFull: isFull, collectsAddresses: reading.addresses != nil, clock: clock)
    }

    /// Tells those who start from the records that they are read.
    private func tell(
        _ reading: RecordsReading, readsAll: Bool, _ full: RecordWriters, _ changed: RecordWriters,
        _ life: LifeCycleOutcome
    ) {
        let read = full.ids.union(changed.ids).subtracting(life.removed)
        if reading.stream.wantsAll, !readsAll, let known = reading.known {
            reading.stream.all.append(known.ids.union(read).subtracting(life.removed).sorted())
        }
        reading.stream.all.finish()
        reading.stream.changes.append([RecordChanges(read: read.sorted(), removed: life.removed)])
        reading.stream.changes.finish()
        if readsAll { reading.addresses?.append([full.addresses]) }
        reading.addresses?.finish()
    }

    private func noteRefusedProperties(of shape: TypeShape, _ outcome: inout RecordsOutcome) {
        for (property, scopes) in hubspot.refusedProperties(of: shape.type.id).sorted(by: { $0.key < $1.key }) {
            outcome.hasGaps = true
            outcome.warnings.append(
                "\(shape.objects.definition.name): HubSpot refuses the values of the property \(property), which are left "
                    + "out: add the scope \(scopes.isEmpty ? "for it" : scopes.joined(separator: " or ")) to the token, "
                    + "or name the property under omitted-properties")
        }
    }

    // MARK: Reading

    private func readAll(_ reading: RecordsReading, into writers: inout RecordWriters) async throws {
        let history = writers.feeds.contains(where: \.accumulates)
        let properties = writers.feeds.isEmpty ? [] : reading.properties
        let stream = reading.stream
        try await pullConcurrently(
            from: hubspot.plannedRanges(of: reading.shape.type, count: reading.count).makeAsyncIterator(),
            limit: settings.parallelRanges,
            open: {
                hubspot.records(of: reading.shape.type, properties: properties, history: history, in: $0)
                    .makeAsyncIterator()
            },
            consume: { page in
                let ids = try await writers.append(page, observe)
                if stream.wantsAll { stream.all.append(ids) }
            })
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
            // Types without search exist; they are small, and read in full now and then.
            return agenda.isDue(.unsearchable) ? nil : []
        }
    }
}
