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
    ///   - vanished: records of the tables that HubSpot does not list; nil where not all were listed.
    ///   - hasNew: whether a record was read that stood in no table.
    ///   - early: the archived records, if they are read already.
    func review(
        _ reading: RecordsReading, vanished: Set<Int64>?, hasNew: Bool, archived early: ArchivedRecords?,
        _ full: inout RecordWriters, _ changed: inout RecordWriters, _ agenda: Agenda
    ) async throws -> LifeCycleOutcome {
        guard !reading.feeds.isEmpty else { return LifeCycleOutcome() }
        let read = full.ids.union(changed.ids)
        let listsAll = vanished != nil
        let vanished = vanished ?? []
        let absorbed = full.absorbed.merging(changed.absorbed) { first, _ in first }
        let isNew = listsAll || reading.loaded != nil
        guard isNew || hasNew || !absorbed.isEmpty || agenda.isDue(.archived) else { return LifeCycleOutcome() }

        var review = LifeCycleReview()
        review.last = try await lastStates(of: reading.shape.type.id)
        review.absorbed = absorbed
        review.live = read.union(reading.loaded?.ids ?? [])
        let looksAtAll = agenda.isDue(.archived) || isNew
        if looksAtAll {
            var list = early
            if list == nil { list = try await archivedRecords(of: reading.shape) }
            review.archived = list?.times ?? [:]
            review.knowsArchived = list?.isListed ?? false
            // A survivor may have been archived before anybody saw it live: what it absorbed is merged nevertheless.
            review.absorbed.merge(list?.absorbed ?? [:]) { live, _ in live }
        }
        let unwritten = looksAtAll ? try await unwritten(review.restored, reading, listsAll: listsAll) : []
        let doubtful = review.doubtful(vanished: vanished, unwritten: unwritten)
        var gone = Set(doubtful)
        if !full.feeds.isEmpty { gone.formIntersection(try await readByID(doubtful, reading, into: &full)) }
        if !changed.feeds.isEmpty { gone.formIntersection(try await readByID(doubtful, reading, into: &changed)) }
        review.live.formUnion(doubtful.filter { full.ids.contains($0) || changed.ids.contains($0) })
        let unexplained = review.purged(gone: gone, now: agenda.now)
        for (id, current) in try await hubspot.currentIDs(of: reading.shape.type, unexplained) {
            // One that lives after all is left as it is: the next look finds out.
            gone.remove(id)
            if current != id { review.absorbed[id] = current }
        }
        let changes = review.changes(gone: gone, now: agenda.now)
        return LifeCycleOutcome(changes: changes, removed: review.removed(changes, gone: gone))
    }

    /// Those of the records `restored` that stand in no table.
    private func unwritten(
        _ restored: Set<Int64>, _ reading: RecordsReading, listsAll: Bool
    ) async throws -> Set<Int64> {
        guard !restored.isEmpty else { return [] }
        // Without a table of records only the list of all of them tells.
        guard let known = reading.known else { return listsAll ? restored : [] }
        return restored.subtracting(try await known.records(restored).ids)
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
