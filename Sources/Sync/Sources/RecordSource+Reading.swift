import CRM
import Foundations
import HubSpotAPI
import Tables

extension SyncRun {
    /// Reads what the tables need, finds out what became of records that left, tells it, and ends the rows of all tables.
    func read(_ reading: inout RecordsReading, _ agenda: Agenda, _ outcome: inout RecordsOutcome) async throws {
        let news = try await news(reading, agenda)
        let rest = news == nil ? [] : reading.feeds.filter { !$0.reading.needsAll }
        var full = writers(
            reading, isFull: true, feeds: news == nil ? reading.feeds : reading.feeds.filter(\.reading.needsAll))
        var changed = writers(reading, isFull: false, feeds: rest)
        let readsAll = !full.feeds.isEmpty || reading.stream.wantsAll && reading.known == nil
        do {
            // Where no table has rows, no record can be lost between two lists, and both are read side by side.
            let shape = reading.shape
            let hasRows = reading.feeds.contains { !$0.table.isEmpty($0.writer.partition) }
            let listsAtOnce = readsAll && !hasRows && !reading.feeds.isEmpty
            async let archived = listsAtOnce ? archivedRecords(of: shape) : nil
            if readsAll {
                reading.recordsOfLastPart = try await readAll(
                    reading, telling: reading.stream.wantsAll, into: &full, agenda, &outcome)
                // The associations need not wait for the archived records.
                if reading.stream.wantsAll { reading.stream.all.finish() }
            }
            if let news { try await readByID(news.ids, reading, into: &changed) }
            let listed = full.ids.union(changed.ids)
            let unlisted =
                readsAll ? try await reading.unlisted(now: agenda.now, isListed: listed.contains) : news?.unlisted
            let life = try await review(
                reading, unlisted: unlisted, hasNew: news?.hasNew ?? false, archived: try await archived, &full,
                &changed,
                agenda)
            try await tell(reading, readsAll: readsAll, full, changed, life)

            if reading.tellsLifeCycle {
                outcome.lifeCycle = try await tell(life.changes, of: reading.shape.type.id) ?? outcome.lifeCycle
            }
            let position = SourcePosition(through: agenda.now, shape: reading.shape.fingerprint.text)
            let fullRows = try await full.finish(removing: life.removed, at: position)
            let changedRows = try await changed.finish(removing: life.removed, at: position)
            reading.written = zip(full.feeds + changed.feeds, fullRows + changedRows).map { ($0, $1) }
            outcome.warnings += full.warnings + changed.warnings
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
    ) async throws {
        let read = full.ids.union(changed.ids).union(reading.loaded?.ids ?? []).subtracting(life.removed)
        if reading.stream.wantsAll, !readsAll, let known = try await reading.known?.all() {
            let told = reading.loaded?.told ?? []
            reading.stream.all.append(known.ids.union(read).subtracting(life.removed).subtracting(told).sorted())
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

    /// Reads all records but those that are done; what is loaded for the first time is committed part by part.
    ///
    /// - Parameter telling: whether the sources that start from the records are told the ids.
    /// - Returns: how many records came after the last part that was committed.
    func readAll(
        _ reading: RecordsReading, after done: ReadIDs = ReadIDs(), telling: Bool, into writers: inout RecordWriters,
        _ agenda: Agenda, _ outcome: inout RecordsOutcome
    ) async throws -> Int {
        let history = writers.feeds.contains(where: \.accumulates)
        let properties = writers.feeds.isEmpty ? [] : reading.properties
        let isFirst = writers.feeds.contains { $0.reading.load != nil }
        let told = reading.loaded?.told ?? []
        var progress = LoadProgress()
        let planned = hubspot.plannedRanges(of: reading.shape.type, count: reading.count, from: done.end)
        try await pullConcurrently(
            from: RangesLeft(after: done, planned: planned), limit: settings.parallelRanges,
            open: { range in
                RangePages(
                    hubspot.records(of: reading.shape.type, properties: properties, history: history, in: range),
                    of: range)
            },
            consume: { element in
                switch element {
                case .end(let range): progress.end(range)
                case .page(let page, let range):
                    let ids = try await writers.append(page, observe)
                    if telling { reading.stream.all.append(told.isEmpty ? ids : ids.filter { !told.contains($0) }) }
                    progress.add(page, of: range)
                    guard isFirst, progress.isOrdered, progress.recordsInPart >= settings.recordsOfPart else { return }
                    try await commitPart(
                        of: reading, upTo: progress.ids, records: progress.recordsInPart, &writers, agenda, &outcome)
                    progress.beginPart()
                }
            })
        return progress.recordsInPart
    }

    /// Reads the records `ids`; returns those that HubSpot does not have as live ones: none where it does not answer for all of them.
    @discardableResult
    func readByID(
        _ ids: [Int64], _ reading: RecordsReading, into writers: inout RecordWriters
    ) async throws -> Set<Int64> {
        guard !ids.isEmpty else { return [] }
        try await writers.expect(Set(ids))
        var missing = Set(ids)
        var unread = 0
        let pages = hubspot.records(
            of: reading.shape.type, ids: ids, properties: reading.properties,
            history: writers.feeds.contains(where: \.accumulates))
        for try await page in pages {
            missing.subtract(page.records.map(\.id))
            unread += page.unreadRecords
            try await writers.append(page, observe)
        }
        return unread == 0 ? missing : []
    }

    /// The records that changed since the tables were committed; nil when all must be read, or that is cheaper.
    private func news(_ reading: RecordsReading, _ agenda: Agenda) async throws -> RecordNews? {
        let starts = reading.feeds.compactMap { feed in
            if case .changes(let since) = feed.reading { since } else { nil }
        }
        guard let since = starts.min() else { return nil }
        if agenda.isDueAgain(.scan) {
            return starts.count == reading.feeds.count ? try await scan(reading, agenda) : nil
        }
        let window = ChangeWindow.window(since: since, now: agenda.now, late: agenda.isDue(.late))
        let most = reading.known.map { ChangeWindow.worthwhile(known: $0.rowCount) } ?? .max
        do {
            return try await found(reading, in: window, atMost: most)
        } catch let failure as Failure where failure.kind == .notFound {
            // Types without search exist; they are small, and read in full now and then.
            return agenda.isDue(.unsearchable) ? nil : RecordNews()
        }
    }

    /// What a search for changed records finds that some table lacks; nil where it finds more than `most`.
    func found(
        _ reading: RecordsReading, in window: Range<Timestamp>, atMost most: Int = .max
    ) async throws -> RecordNews? {
        guard let stamps = try await hubspot.changes(of: reading.shape.type, in: window, atMost: most) else {
            return nil
        }
        guard let known = reading.known else { return RecordNews(ids: stamps.map(\.id), hasNew: !stamps.isEmpty) }
        return try await known.news(stamps)
    }
}
