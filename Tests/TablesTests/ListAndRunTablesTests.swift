import CRM
import Foundation
import Foundations
import Parquet
import TestSupport
import Testing

@testable import Tables

@Suite struct ListAndRunTablesTests {
    @Test("B085: a deleted list has its row, with the time")
    func lists() {
        var people = SegmentList(id: 9_007_199_254_740_993, name: "People")
        people.listType = "DYNAMIC"
        people.objectTypeID = .contacts
        people.size = 0
        people.deletedAt = readingTime
        let batch = ListsTable().batch(
            for: [people, SegmentList(id: 2, name: "Others")], ingestedAt: readingTime)
        #expect(batch.int64s("listid") == [9_007_199_254_740_993, 2])
        #expect(batch.int64s("classiclistid") == [nil, nil])
        #expect(batch.strings("listtype") == ["DYNAMIC", nil])
        #expect(batch.strings("objecttypeid") == ["0-1", nil])
        #expect(batch.int64s("size") == [0, nil])
        #expect(batch.int64s("deletedat") == [readingTime.microseconds, nil])
    }

    @Test("a membership says the object type of its list")
    func memberships() {
        var list = SegmentList(id: 7, name: "Deals")
        list.objectTypeID = .deals
        let table = ListMembershipsTable()
        let batch = table.batch(
            for: [ListMembership(objectID: 1, joinedAt: readingTime), ListMembership(objectID: 2, joinedAt: nil)],
            of: list, ingestedAt: readingTime)
        #expect(table.definition.primaryKey == ["listid", "objectid"])
        #expect(batch.int64s("listid") == [7, 7])
        #expect(batch.strings("objecttypeid") == ["0-3", "0-3"])
        #expect(batch.int64s("objectid") == [1, 2])
        #expect(batch.int64s("joinedat") == [readingTime.microseconds, nil])
    }

    @Test("a run's row has its figures, and its warnings as JSON")
    func runs() throws {
        var generator = SeededGenerator(seed: 1)
        var run = RunSummary(
            runID: RunID(start: readingTime, using: &generator), startedAt: readingTime,
            finishedAt: readingTime.adding(seconds: 9), status: "partial", mode: "full", isComplete: false)
        run.committedTables = 2
        run.skippedTables = 1
        run.rowCounts = ["owners": 3, "objects_contacts": 4]
        run.searchCalls = 5
        run.warnings = ["the pattern \"x\" fits no table", "two\nlines"]
        let table = SyncRunsTable()
        let batch = table.batch(for: [run])
        #expect(table.definition.primaryKey == ["runid"])
        #expect(batch["ingestedat"] == nil)
        #expect(batch.strings("runid") == [run.runID.description])
        #expect(batch.int64s("finishedat") == [readingTime.microseconds + 9_000_000])
        #expect(batch.booleans("complete") == [false])
        #expect(batch.int64s("tablescommitted") == [2])
        #expect(batch.int64s("tablesskipped") == [1])
        #expect(batch.int64s("rows") == [7])
        #expect(batch.strings("rowsbytable") == [#"{"objects_contacts":4,"owners":3}"#])
        #expect(batch.int64s("callssearch") == [5])
        let warnings = try #require(batch.strings("warnings")?.first ?? nil)
        #expect(try JSONSerialization.jsonObject(with: Data(warnings.utf8)) as? [String] == run.warnings)
        #expect(table.batch(for: []).rowCount == 0)
    }

    @Test("a run without rows or warnings has an empty object and an empty array")
    func emptyRun() {
        var generator = SeededGenerator(seed: 1)
        let run = RunSummary(
            runID: RunID(start: readingTime, using: &generator), startedAt: readingTime, finishedAt: nil,
            status: "interrupted", mode: "full", isComplete: false)
        let batch = SyncRunsTable().batch(for: [run])
        #expect(batch.strings("rowsbytable") == ["{}"])
        #expect(batch.strings("warnings") == ["[]"])
        #expect(batch.int64s("finishedat") == [nil])
    }
}
