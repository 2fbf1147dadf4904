import CRM
import Foundations
import HubSpotAPI
import Tables

/// What became of one type's records, and which of them leave the tables of current state.
struct LifeCycleOutcome: Sendable {
    var changes: [LifeCycleChange] = []
    var removed: Set<Int64> = []
}

extension SyncRun {
    /// Finds out which records were archived, restored, merged or deleted for good.
    ///
    /// Records that turn out to live after all are read into the tables.
    func review(
        _ reading: RecordsReading, hasReadAll: Bool, _ full: inout RecordWriters, _ changed: inout RecordWriters,
        _ agenda: Agenda
    ) async throws -> LifeCycleOutcome {
        guard !reading.feeds.isEmpty else { return LifeCycleOutcome() }
        let read = full.ids.union(changed.ids)
        let known = reading.known?.ids ?? []
        let vanished = hasReadAll ? known.subtracting(read) : []
        let absorbed = full.absorbed.merging(changed.absorbed) { first, _ in first }
        let hasNews = !vanished.isEmpty || !absorbed.isEmpty || changed.ids.contains { !known.contains($0) }
        let isNew = hasReadAll || reading.loaded != nil
        guard isNew || agenda.isDue(.archived) || hasNews else { return LifeCycleOutcome() }

        var review = LifeCycleReview()
        review.last = try await lastStates(of: reading.shape.type.id)
        review.absorbed = absorbed
        review.live = read.union(reading.loaded?.ids ?? [])
        if agenda.isDue(.archived) || isNew,
            let list = try await archivedRecords(of: reading.shape)
        {
            review.archived = list.records
            review.knowsArchived = true
            // A survivor may have been archived before anybody saw it live: what it absorbed is merged nevertheless.
            review.absorbed.merge(list.absorbed) { live, _ in live }
        }
        let doubtful = review.doubtful(vanished: vanished)
        var found: Set<Int64> = []
        if hasReadAll { found = try await readByID(doubtful, reading, into: &full) }
        if !changed.feeds.isEmpty { found.formUnion(try await readByID(doubtful, reading, into: &changed)) }
        review.live.formUnion(found)
        let changes = review.changes(gone: Set(doubtful).subtracting(found), now: agenda.now)
        let left = changes.filter { $0.event != .restored }.map(\.objectID)
        // What was told before may still stand in a table that was not committed then.
        let archived = review.archived.keys.filter { !review.live.contains($0) }
        return LifeCycleOutcome(changes: changes, removed: Set(left).union(archived))
    }

    /// The archived records with the times that HubSpot gives, and what they had absorbed; nil for types that have no such list.
    private func archivedRecords(
        of shape: TypeShape
    ) async throws -> (records: [Int64: Timestamp?], absorbed: [Int64: Int64])? {
        var archived: [Int64: Timestamp?] = [:]
        var absorbed: [Int64: Int64] = [:]
        do {
            for try await page in hubspot.records(of: shape.type, properties: shape.mergeProperties, archived: true) {
                for record in page.records { archived[record.id] = .some(record.archivedAt) }
                absorbed.merge(page.absorbed) { first, _ in first }
            }
        } catch let failure as Failure where failure.kind == .notFound {
            return nil
        }
        return (archived, absorbed)
    }
}
