import CRM
import Foundations
import HubSpotAPI
import Tables

/// What became of one type's records, and which of them leave the tables of current state.
struct LifeCycleOutcome: Sendable {
    var changes: [LifeCycleChange] = []
    var removed: Set<Int64> = []
}

/// The archived records of one type, as HubSpot lists them.
struct ArchivedRecords: Sendable {
    /// Whether HubSpot has such a list; some types have none.
    var isListed = true
    /// When each was archived, where HubSpot says it.
    var times: [Int64: Timestamp?] = [:]
    /// What they had absorbed, each with the record that names it as merged.
    var absorbed: [Int64: Int64] = [:]
}

extension SyncRun {
    /// Finds out which records were archived, restored, merged or deleted for good.
    ///
    /// Records that turn out to live after all are read into the tables.
    ///
    /// - Parameters:
    ///   - unlisted: records that HubSpot does not list; nil where it was not asked for all.
    ///   - hasNew: whether a record was read that stood in no table.
    ///   - early: the archived records, if they are read already.
    func review(
        _ reading: RecordsReading, unlisted: UnlistedRecords?, hasNew: Bool, archived early: ArchivedRecords?,
        _ full: inout RecordWriters, _ changed: inout RecordWriters, _ agenda: Agenda
    ) async throws -> LifeCycleOutcome {
        guard !reading.feeds.isEmpty else { return LifeCycleOutcome() }
        let read = full.ids.union(changed.ids)
        let absorbed = full.absorbed.merging(changed.absorbed) { first, _ in first }
        let isNew = unlisted != nil || reading.loaded != nil
        guard isNew || hasNew || !absorbed.isEmpty || agenda.isDue(.archived) else { return LifeCycleOutcome() }

        var review = LifeCycleReview()
        review.last = try await lastStates(of: reading.shape.type.id)
        review.absorbed = absorbed
        review.live = read.union(reading.loaded?.ids ?? [])
        if agenda.isDue(.archived) || isNew {
            var list = early
            if list == nil { list = try await archivedRecords(of: reading.shape) }
            review.archived = list?.times ?? [:]
            review.knowsArchived = list?.isListed ?? false
            // A survivor may have been archived before anybody saw it live: what it absorbed is merged nevertheless.
            review.absorbed.merge(list?.absorbed ?? [:]) { live, _ in live }
        }
        var unlisted = unlisted
        let restored = unlisted == nil ? [] : review.restored(now: agenda.now)
        if !restored.isEmpty {
            unlisted?.strays.formUnion(restored.subtracting(try await reading.known?.records(restored).ids ?? []))
        }
        let doubtful = review.doubtful(unlisted ?? UnlistedRecords())
        var gone = Set(doubtful)
        if !full.feeds.isEmpty { gone.formIntersection(try await readByID(doubtful, reading, into: &full)) }
        if !changed.feeds.isEmpty { gone.formIntersection(try await readByID(doubtful, reading, into: &changed)) }
        review.live.formUnion(doubtful.filter { full.ids.contains($0) || changed.ids.contains($0) })
        try await explain(&gone, &review, reading.shape, agenda)
        let changes = review.changes(gone: gone, now: agenda.now)
        return LifeCycleOutcome(changes: changes, removed: review.removed(changes, gone: gone))
    }

    /// Takes those out of `gone` that would be told as purged and are there after all: nothing of a purged record is kept, and much may
    /// happen while lists are read.
    private func explain(
        _ gone: inout Set<Int64>, _ review: inout LifeCycleReview, _ shape: TypeShape, _ agenda: Agenda
    ) async throws {
        try await askForEach(&gone, &review, shape, agenda)
        guard !review.purged(gone: gone, now: agenda.now).isEmpty else { return }
        // Archived since the list was read, itself or the record that it was merged into.
        let archived = try await archivedRecords(of: shape)
        review.archived.merge(archived.times) { _, later in later }
        review.absorbed.merge(archived.absorbed) { live, _ in live }
        gone.subtract(archived.times.keys)
        // Or restored in between.
        try await askForEach(&gone, &review, shape, agenda)
    }

    /// Asks HubSpot for each of `gone` that would be told as purged: such a call follows a merge at once, which no search may show yet.
    private func askForEach(
        _ gone: inout Set<Int64>, _ review: inout LifeCycleReview, _ shape: TypeShape, _ agenda: Agenda
    ) async throws {
        let unexplained = review.purged(gone: gone, now: agenda.now)
        for (id, current) in try await hubspot.currentIDs(of: shape.type, unexplained) {
            // One that lives after all is left as it is: the next look finds out.
            gone.remove(id)
            if current != id { review.absorbed[id] = current }
        }
    }

    /// The archived records of one type.
    func archivedRecords(of shape: TypeShape) async throws -> ArchivedRecords {
        var archived = ArchivedRecords()
        do {
            for try await page in hubspot.records(of: shape.type, properties: shape.mergeProperties, archived: true) {
                for record in page.records { archived.times[record.id] = .some(record.archivedAt) }
                archived.absorbed.merge(page.absorbed) { first, _ in first }
            }
        } catch let failure as Failure where failure.kind == .notFound {
            return ArchivedRecords(isListed: false)
        }
        return archived
    }
}
