import Testing

@testable import Commands

@Suite("PlannedTables")
struct PlannedTablesTests {
    @Test("what comes later is told as more, with the sum; nothing is not told")
    func sum() {
        var plan = PlannedTables()
        #expect(plan.add(0) == nil)
        #expect(plan.add(29) == "29 tables to sync")
        #expect(plan.add(0) == nil)
        #expect(plan.add(1) == "1 more table to sync, 30 in all")
        #expect(plan.add(1200) == "1,200 more tables to sync, 1,230 in all")
    }
}
