import CRM
import Foundations
import Parquet
import Tables
import Testing

@testable import Sync

@Suite struct PurgedRecordsTests {
    private let moment = Timestamp(microseconds: 1_800_000_000_000_000)

    private func rows(_ changes: [LifeCycleChange], told: Int64 = 0) -> ColumnBatch {
        ObjectLifeCycleTable().batch(for: changes, of: .contacts, ingestedAt: moment.adding(seconds: told))
    }

    @Test("a privacy deletion takes the records that were absorbed with it, through chains")
    func absorbed() {
        var purged = PurgedRecords(since: nil)
        purged.add(
            rows([
                LifeCycleChange(1, .merged, at: moment, mergedInto: 2),
                LifeCycleChange(2, .merged, at: moment, mergedInto: 3),
                LifeCycleChange(7, .merged, at: moment, mergedInto: 8), LifeCycleChange(9, .archived, at: moment),
            ]))
        purged.add(rows([LifeCycleChange(3, .purged, at: moment)], told: 60))
        #expect(purged.records == [.contacts: [1, 2, 3]])
        #expect(purged.last == moment.adding(seconds: 60))
    }

    @Test("what was erased before is not erased again")
    func since() {
        var purged = PurgedRecords(since: moment)
        purged.add(rows([LifeCycleChange(3, .purged, at: moment)]))
        #expect(purged.records.isEmpty)
        #expect(purged.last == moment)
        purged.add(rows([LifeCycleChange(4, .purged, at: moment)], told: 1))
        #expect(purged.records == [.contacts: [4]])
    }

    @Test("a circle of merges ends")
    func circle() {
        var purged = PurgedRecords(since: nil)
        purged.add(
            rows([
                LifeCycleChange(1, .merged, at: moment, mergedInto: 2),
                LifeCycleChange(2, .merged, at: moment, mergedInto: 1),
                LifeCycleChange(1, .purged, at: moment),
            ]))
        #expect(purged.records == [.contacts: [1, 2]])
    }
}
