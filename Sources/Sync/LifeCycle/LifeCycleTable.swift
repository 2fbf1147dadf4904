import CRM
import Foundations
import Lakehouse
import Parquet
import Tables

extension SyncRun {
    /// What earlier runs told of one type's records.
    func lastStates(of type: ObjectTypeID) async throws -> [Int64: LifeCycleReview.State] {
        let table = try await OpenTable.open(ObjectLifeCycleTable().definition, context)
        var states: [Int64: (state: LifeCycleReview.State, toldAt: Int64)] = [:]
        guard let base = table.base, base.currentSnapshot != nil else { return [:] }
        for try await batch in try await base.read(partition: type.rawValue) {
            guard let ids = batch["objectid"]?.int64s, let events = batch["event"],
                let times = batch["occurredat"]?.int64s, let survivors = batch["mergedintoobjectid"],
                let told = batch["ingestedat"]?.int64s
            else { continue }
            for (row, id) in ids.enumerated() {
                guard let event = events.string(row).flatMap(LifeCycleEvent.init) else { continue }
                let state = LifeCycleReview.State(
                    event: event, occurredAt: Timestamp(microseconds: times[row]),
                    mergedInto: survivors.isNull(row) ? nil : survivors.int64s[row])
                let isLater = states[id].map { ($0.toldAt, $0.state.occurredAt.microseconds) < (told[row], times[row]) }
                if isLater ?? true { states[id] = (state, told[row]) }
            }
        }
        return states.mapValues(\.state)
    }

    /// Adds `changes` to `object_lifecycle`, before the rows that they concern leave their tables.
    ///
    /// Several types add to the one table at the same time: who loses the race takes the winner's state and tries again.
    func tell(_ changes: [LifeCycleChange], of type: ObjectTypeID) async throws -> CommittedTable? {
        guard !changes.isEmpty else { return nil }
        let definition = ObjectLifeCycleTable().definition
        let rows = ObjectLifeCycleTable().batch(for: changes, of: type, ingestedAt: clock.now())
        var attempt = 0
        while true {
            attempt += 1
            let table = try await OpenTable.open(definition, context)
            var writer = table.writer(partition: type.rawValue)
            try await writer.append(rows)
            do {
                return try await table.commit([try await writer.finishAppending()])
            } catch let failure as Failure where failure.kind == .conflict && attempt < 50 {
                try await writer.abandon()
            }
        }
    }

    /// Whether what becomes of records is told. A run of other tables tells it, too, where the table is there: whatever takes a record
    /// out of a table is the only one to see that it left.
    func tellsLifeCycle(_ plan: SyncPlan) async throws -> Bool {
        if plan.contains(.lifeCycle) { return true }
        return try await LakehouseTable.load(folder: ObjectLifeCycleTable().definition.name, from: store) != nil
    }

    /// Looks after the table at the end of a run: it exists even if no record ever left.
    func commitLifeCycle(
        _ plan: SyncPlan, _ told: [CommittedTable], missing: [(part: String, why: Failure)],
        _ results: inout RunResults
    ) async throws {
        let definition = ObjectLifeCycleTable().definition
        guard plan.contains(.lifeCycle) || !told.isEmpty else { return }
        let outcome = try await Discovery.settled {
            let table = try await OpenTable.open(definition, context)
            var committed = try await table.commit([])
            if !told.isEmpty { committed.report.outcome = .committed }
            committed.report.warnings += missing.map { "what it tells of \($0.part) is as old as before: \($0.why)" }
            return committed
        }
        results.take(outcome, of: definition.name, observe)
    }
}
