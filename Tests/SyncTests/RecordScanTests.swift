import Testing

@testable import Sync

@Suite("RecordScan") struct RecordScanTests {
    private func records(_ entries: (Int64, Int64, UInt64)...) -> KnownRecords {
        KnownRecords(entries.map { KnownRecords.Entry(id: $0.0, updatedAt: $0.1, values: $0.2) })
    }

    private func news(_ known: [KnownRecords], _ ids: [Int64], _ stated: [KnownRecords]) -> RecordNews {
        var scan = RecordScan(known)
        scan.add(ids, as: stated)
        return scan.news
    }

    @Test("what the table has just so is no news")
    func same() {
        let table = records((1, 10, 7), (2, 20, 8))
        #expect(news([table], [1, 2], [table]) == RecordNews(ids: [], hasNew: false, unlisted: UnlistedRecords()))
    }

    @Test("another calculated value, another time and a record that no table has must be read")
    func differences() {
        let table = records((1, 10, 7), (2, 20, 8), (3, 30, 9))
        let stated = records((1, 10, 99), (2, 21, 8), (3, 30, 9), (4, 40, 1))
        #expect(
            news([table], [1, 2, 3, 4], [stated])
                == RecordNews(ids: [1, 2, 4], hasNew: true, unlisted: UnlistedRecords()))
    }

    @Test("a record of the table that is not listed has vanished")
    func vanished() {
        let table = records((1, 10, 7), (2, 20, 8), (3, 30, 9))
        let rest = records((1, 10, 7), (3, 30, 9))
        #expect(
            news([table], [3, 1], [rest])
                == RecordNews(ids: [], hasNew: false, unlisted: UnlistedRecords(vanished: [2])))
    }

    @Test(
        "a table behind the first has its records read, too; one without a row for each record may say nothing of some")
    func severalTables() {
        let first = records((1, 10, 7), (2, 20, 8))
        let behind = records((1, 10, 6))
        #expect(news([first, behind], [1, 2], [first, records((1, 10, 7))]).ids == [1])
    }

    @Test("a record that any of the tables has and the list has not has vanished")
    func vanishedFromOne() {
        let (first, second) = (records((1, 10, 7)), records((1, 10, 7), (2, 20, 8)))
        let listed = records((1, 10, 7))
        #expect(news([first, second], [1], [listed, listed]).unlisted?.vanished == [2])
        #expect(news([second, first], [1], [listed, listed]).unlisted?.vanished == [2])
    }

    @Test("a record that is listed twice is read once")
    func twice() {
        let stated = records((5, 10, 7))
        var scan = RecordScan([KnownRecords()])
        scan.add([5], as: [stated])
        scan.add([5], as: [stated])
        #expect(scan.news.ids == [5])
    }

    @Test("where more differs than half of the records, but at least a thousand, all are to be read")
    func tooMuch() {
        var scan = RecordScan([KnownRecords()])
        scan.add(1...1_000, as: [KnownRecords((1...1_000).map { .init(id: $0) })])
        #expect(scan.isWorthwhile)
        scan.add([1_001], as: [records((1_001, 0, 0))])
        #expect(!scan.isWorthwhile)
    }
}

@Suite("KnownRecords") struct KnownRecordsTests {
    @Test("entries come in any order and are found by id")
    func order() {
        let ids: [Int64] = [9, 3, .max, 5, -1]
        let known = KnownRecords(ids.map { .init(id: $0, updatedAt: $0, values: 1) })
        #expect(known.entries.map(\.id) == ids.sorted())
        #expect(ids.allSatisfy { known[$0]?.updatedAt == $0 })
        #expect([0, 4, 10, .min].allSatisfy { !known.contains($0) })
        #expect(!KnownRecords().contains(1))
    }

    @Test("what stands of a record in several rows is the same in any order")
    func severalRows() {
        let rows = [(1, 5), (2, 6), (1, 7)].map {
            KnownRecords.Entry(id: Int64($0.0), updatedAt: 0, values: UInt64($0.1))
        }
        let one = KnownRecords(rows)
        #expect(one.count == 2)
        #expect(one.entries == KnownRecords(rows.reversed()).entries)
        #expect(one[1]?.values == 12)
    }
}
