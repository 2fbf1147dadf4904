import Foundations
import Tables

/// Works out what became of one type's records between two runs: pure, from what was known and what HubSpot says now.
struct LifeCycleReview: Sendable {
    /// A record's last known change of state.
    struct State: Sendable, Hashable {
        var event: LifeCycleEvent
        var occurredAt: Timestamp
        var mergedInto: Int64?
    }

    /// How long an archived record can be restored, in seconds; HubSpot deletes it for good then.
    static let restorable: Int64 = 90 * 86_400

    /// Last states, as earlier runs told them.
    var last: [Int64: State] = [:]
    /// The archived records, with the time where HubSpot gives it.
    var archived: [Int64: Timestamp?] = [:]
    /// Whether ``archived`` was listed in this run; some types have no such list.
    var knowsArchived = false
    /// Absorbed records with the record that names each as merged.
    var absorbed: [Int64: Int64] = [:]
    /// Records that were read live in this run.
    var live: Set<Int64> = []

    /// Records of which only HubSpot itself can say whether they live: they left the live list or the archived one, or nothing was told of
    /// why they stand in no table.
    func doubtful(_ unlisted: UnlistedRecords) -> [Int64] {
        let left = knowsArchived ? last.filter { $0.value.event == .archived }.map(\.key) : []
        let unexplained = unlisted.strays.filter { last[$0] == nil || last[$0]?.event == .restored }
        return unlisted.vanished.union(unexplained).union(left)
            .filter { archived[$0] == nil && absorbed[$0] == nil && !live.contains($0) && !hasEnded($0) }.sorted()
    }

    /// Whether it was told that the record is gone for good.
    private func hasEnded(_ id: Int64) -> Bool {
        switch last[id]?.event {
        case .merged?, .expired?, .purged?: true
        // It may have been restored since; whoever lists the archived records knows.
        case .archived?, .restored?, nil: false
        }
    }

    /// The records that were told as restored and have not been read in this run. A run that was interrupted before it committed them
    /// leaves them in no table of records, where nobody would see them leave. Those of which that was told 90 days ago are left out: they may
    /// have expired.
    func restored(now: Timestamp) -> Set<Int64> {
        let earliest = now.adding(seconds: -Self.restorable)
        let told = last.lazy.filter { $0.value.event == .restored && $0.value.occurredAt > earliest }
        return Set(told.map(\.key)).subtracting(live)
    }

    /// The changes to tell, by id.
    ///
    /// - Parameters:
    ///   - gone: doubtful ids that HubSpot does not know.
    ///   - now: the end of the run's window, for changes without a time of their own.
    func changes(gone: Set<Int64>, now: Timestamp) -> [LifeCycleChange] {
        var changes = merges(now: now)
        let merged = Set(changes.map(\.objectID)).union(survivors.keys)
        for (id, time) in archived where !merged.contains(id) && !live.contains(id) {
            let change = LifeCycleChange(id, .archived, at: time ?? now, isExact: time != nil)
            let isKnown = last[id].map { $0.event == .archived && (time == nil || $0.occurredAt == change.occurredAt) }
            if isKnown != true { changes.append(change) }
        }
        for id in gone where !merged.contains(id) {
            switch last[id]?.event {
            case .archived? where !knowsArchived: continue
            case .archived?:
                let since = last[id].map { now.microseconds - $0.occurredAt.microseconds } ?? 0
                changes.append(
                    LifeCycleChange(id, since >= Self.restorable * 1_000_000 ? .expired : .purged, at: now))
            case .merged?, .expired?, .purged?: continue
            // Without a list of archived records nobody can tell a deletion that can be undone from one for good.
            case .restored?, nil: changes.append(LifeCycleChange(id, knowsArchived ? .purged : .archived, at: now))
            }
        }
        for id in live {
            guard let event = last[id]?.event, event != .restored else { continue }
            changes.append(LifeCycleChange(id, .restored, at: now))
        }
        return changes.sorted { $0.objectID < $1.objectID }
    }

    /// What ``changes(gone:now:)`` would tell as deleted for good. Nothing of such a record is kept, so HubSpot is asked for each first:
    /// it may have been merged into one that nobody has seen yet.
    func purged(gone: Set<Int64>, now: Timestamp) -> [Int64] {
        changes(gone: gone, now: now).filter { $0.event == .purged }.map(\.objectID)
    }

    /// The records that are live no longer, also those of which earlier runs told: a table that was not committed then has them still.
    ///
    /// - Parameters:
    ///   - changes: what ``changes(gone:now:)`` gave.
    ///   - gone: doubtful ids that HubSpot does not know.
    func removed(_ changes: [LifeCycleChange], gone: Set<Int64>) -> Set<Int64> {
        var removed = Set(changes.lazy.filter { $0.event != .restored }.map(\.objectID))
        removed.formUnion(gone)
        removed.formUnion(archived.keys)
        removed.formUnion(last.keys.filter(hasEnded))
        return removed.subtracting(live)
    }

    /// Each absorbed record, also of earlier runs, with the last survivor of its chain.
    private var survivors: [Int64: Int64] {
        var direct = last.compactMapValues { $0.event == .merged ? $0.mergedInto : nil }
        for (id, survivor) in absorbed where id != survivor && !live.contains(id) { direct[id] = survivor }
        for id in live { direct[id] = nil }
        return direct.mapValues { first in
            var survivor = first
            // A chain is no longer than the number of merges; a circle would be HubSpot's, and ends here.
            for _ in 0..<direct.count {
                guard let next = direct[survivor], next != first else { break }
                survivor = next
            }
            return survivor
        }
    }

    private func merges(now: Timestamp) -> [LifeCycleChange] {
        survivors.compactMap { id, survivor in
            if let state = last[id], state.event == .merged, state.mergedInto == survivor { return nil }
            return LifeCycleChange(id, .merged, at: now, mergedInto: survivor)
        }
    }
}
