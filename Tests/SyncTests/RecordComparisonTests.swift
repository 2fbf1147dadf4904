import CRM
import Foundations
import Lakehouse
import ObjectStore
import Parquet
import Tables
import TestSupport
import Testing

@testable import Sync

/// One type's tables in memory.
struct RecordTables {
    let store = MemoryStore(name: "lake")
    let faults: FaultStore
    let shape: TypeShape
    let clock = ManualClock()
    static let type = ObjectType(
        id: .contacts, name: "contact", fullyQualifiedName: "CONTACT", pluralName: "contacts", singularLabel: "Contact",
        pluralLabel: "Contacts")

    init() {
        faults = FaultStore(store) { _ in nil }
        var score = PropertyDefinition(name: "score", label: "Score", type: "number", fieldType: "number")
        score.isCalculated = true
        let properties = [
            score, PropertyDefinition(name: "title", label: "Title", type: "string", fieldType: "text"),
            PropertyDefinition(name: "sum", label: "Sum", type: "number", fieldType: "calculation_equation"),
        ]
        let objects = ObjectsTable(
            type: Self.type, names: TableNames.assign([Self.type]), properties: properties)
        shape = TypeShape(type: Self.type, properties: properties, objects: objects, base: nil)
    }

    enum Kind { case individual, objects, rows, json, history }

    /// The feed of a table in its present state.
    func feed(_ kind: Kind) async throws -> RecordFeed {
        var random = SeededGenerator(seed: 1)
        let context = OpenTable.Context(
            store: faults, runID: RunID(start: clock.now(), using: &random), clock: clock, dataFileByteCount: 1 << 20)
        let (type, properties) = (shape.type.id, shape.properties)
        switch kind {
        case .individual:
            return RecordFeed(individual: try await OpenTable.open(shape.objects.definition, context)) {
                [objects = shape.objects] in objects.batch(for: $0, ingestedAt: $1, counting: &$2)
            }
        case .objects:
            return RecordFeed(
                shared: try await OpenTable.open(CombinedObjectsTable().definition, context), type: type
            ) { page, time, _ in CombinedObjectsTable().batch(for: page, of: type, ingestedAt: time) }
        case .rows:
            let table = ObjectPropertiesTable(type: type, properties: properties)
            return RecordFeed(shared: try await OpenTable.open(table.definition, context), type: type) {
                table.batch(for: $0, ingestedAt: $1, counting: &$2)
            }
        case .history:
            let table = PropertyHistoryTable(type: type, properties: properties)
            return RecordFeed(shared: try await OpenTable.open(table.definition, context), type: type) {
                table.batch(for: $0, ingestedAt: $1, counting: &$2)
            }
        case .json:
            let table = CombinedPropertiesTable(type: type, properties: properties)
            return RecordFeed(shared: try await OpenTable.open(table.definition, context), type: type) {
                table.batch(for: $0, ingestedAt: $1, counting: &$2)
            }
        }
    }

    /// Makes `page` the state of a table, and returns it as the next run finds it.
    func written(_ page: RecordPage, _ kind: Kind, at position: SourcePosition? = nil) async throws -> RecordFeed {
        var feed = try await feed(kind)
        var counts = ConversionCounts()
        try await feed.writer.append(feed.rows(page, clock.now(), &counts))
        _ = try await feed.table.commit([try await feed.writer.finish(at: position)])
        return try await self.feed(kind)
    }

    /// Records 1, 2, … with these values, as an answer that names `names` gives them.
    static func page(_ names: [String], _ values: [[String?]], at time: Int64 = 5) -> RecordPage {
        RecordPage(
            propertyNames: names,
            records: zip(1..., values).map {
                Record(id: $0, createdAt: nil, updatedAt: Timestamp(microseconds: time), values: $1)
            })
    }
}

@Suite("RecordComparison") struct RecordComparisonTests {
    private let tables = RecordTables()
    private let all = RecordTables.page(
        ["score", "title", "sum"], [["1", "a", nil], ["2.50", "b", "x"], [nil, "c", ""]])

    private func differing(_ kind: RecordTables.Kind, _ stated: RecordPage) async throws -> [Int64] {
        let feed = try await tables.written(all, kind)
        let names = tables.shape.calculatedProperties
        let comparison = try #require(RecordComparison(feed, tables.shape, of: names))
        let known = try await comparison.known()
        let now = comparison.stated(stated)
        return stated.records.map(\.id).filter { known[$0] != now[$0] }
    }

    @Test("calculated are those that HubSpot calls so, and those whose kind of field says it")
    func calculated() { #expect(tables.shape.calculatedProperties == ["score", "sum"]) }

    @Test(
        "the same values are the same in each kind of table",
        arguments: [RecordTables.Kind.individual, .objects, .rows, .json])
    func same(kind: RecordTables.Kind) async throws {
        let page = RecordTables.page(["score", "sum"], [["1", nil], ["2.50", "x"], [nil, ""]])
        #expect(try await differing(kind, page) == [])
    }

    @Test(
        "a value that changed, came or was cleared is told by each table that has values",
        arguments: [RecordTables.Kind.individual, .rows, .json])
    func changed(kind: RecordTables.Kind) async throws {
        let page = RecordTables.page(["score", "sum"], [["1", "4"], ["2.50", "y"], [nil, nil]])
        #expect(try await differing(kind, page) == [1, 2])
        let cleared = RecordTables.page(["score", "sum"], [[nil, nil], ["2.50", "x"], ["0", ""]])
        #expect(try await differing(kind, cleared) == [1, 3])
    }

    @Test("another modified time is told by each table with a row for each record")
    func time() async throws {
        let page = RecordTables.page(["score", "sum"], [["1", nil], ["2.50", "x"], [nil, ""]], at: 6)
        #expect(try await differing(.individual, page) == [1, 2, 3])
        #expect(try await differing(.objects, page) == [1, 2, 3])
        #expect(try await differing(.json, page) == [1, 2, 3])
    }
}

@Suite("RecordIndex") struct RecordIndexTests {
    private let tables = RecordTables()
    private let page = RecordTables.page(["title"], [["a"], ["b"]])

    private func dataFileReads() -> Int {
        tables.faults.history.count { $0.operation == .get && $0.key.contains("/data/") }
    }

    @Test("nothing of the table is read until a record is asked for")
    func lazy() async throws {
        let feed = try await tables.written(page, .individual)
        let index = try #require(RecordIndex([feed]))
        #expect(index.rowCount == 2)
        #expect(try await index.news([]) == RecordNews(ids: [], hasNew: false))
        #expect(dataFileReads() == 0)
        #expect(try await index.all().ids == [1, 2])
        #expect(dataFileReads() > 0)
    }

    @Test("a record is news unless the table has it in this very state")
    func news() async throws {
        let feed = try await tables.written(page, .individual)
        let index = try #require(RecordIndex([feed]))
        func stamp(_ id: Int64, _ time: Int64?) -> RecordStamp {
            RecordStamp(id: id, updatedAt: time.map { Timestamp(microseconds: $0) })
        }
        #expect(try await index.news([stamp(1, 5), stamp(2, 6)]) == RecordNews(ids: [2], hasNew: false))
        #expect(try await index.news([stamp(1, nil), stamp(3, 5)]) == RecordNews(ids: [1, 3], hasNew: true))
    }

    @Test("what changed since a table was left behind is read for it, although the first table has it")
    func behind() async throws {
        let hour: Int64 = 3_600_000_000
        let record = RecordTables.page(["title"], [["a"]], at: 10 * hour)
        var first = try await tables.written(
            record, .individual, at: SourcePosition(through: Timestamp(microseconds: 11 * hour), shape: ""))
        first.reading = .changes(since: Timestamp(microseconds: 11 * hour))
        var second = try await tables.feed(.rows)
        let stamp = RecordStamp(id: 1, updatedAt: Timestamp(microseconds: 10 * hour))
        second.reading = .changes(since: Timestamp(microseconds: 11 * hour))
        #expect(try await RecordIndex([second, first])?.news([stamp]).ids == [])
        second.reading = .changes(since: Timestamp(microseconds: 9 * hour))
        #expect(try await RecordIndex([second, first])?.news([stamp]).ids == [1])
    }

    @Test("a table of several rows for each record tells nothing, nor does one that was never written")
    func none() async throws {
        let rows = try await tables.written(page, .rows)
        let unwritten = try await tables.feed(.individual)
        #expect(RecordIndex([rows, unwritten])?.rowCount == nil)
    }
}

@Suite("Keys of some records") struct RecordKeysTests {
    private let tables = RecordTables()

    private func page(_ ids: [Int64]) -> RecordPage {
        var page = RecordPage(propertyNames: ["title"], records: [])
        for id in ids {
            var record = Record(id: id, createdAt: nil, updatedAt: nil, values: ["a"])
            record.history = ["a", "b"].map {
                PropertyHistoryEntry(property: "title", value: $0, timestamp: Timestamp(microseconds: 7))
            }
            page.records.append(record)
        }
        return page
    }

    @Test("what the table has of a record is known, two values of one moment apart, and nothing of the others")
    func known() async throws {
        let feed = try await tables.written(page([1, 2]), .history)
        let keys = try await feed.table.keys(ofRecords: [1], partition: "0-1")
        var counts = ConversionCounts()
        let rows = feed.rows(page([1, 2, 3]), tables.clock.now(), &counts)
        #expect(rows.rowCount == 6)
        #expect(keys.others(of: rows)["objectid"]?.int64s == [2, 2, 3, 3])
    }

    @Test("a file whose bounds leave no room for the records is not read")
    func bounds() async throws {
        let feed = try await tables.written(page([1, 2]), .history)
        func reads() -> Int { tables.faults.history.count { $0.operation == .get && $0.key.contains("/data/") } }
        let before = reads()
        _ = try await feed.table.keys(ofRecords: [3, 99], partition: "0-1")
        #expect(reads() == before)
        _ = try await feed.table.keys(ofRecords: [2, 99], partition: "0-1")
        #expect(reads() > before)
    }
}

extension RecordFeed {
    /// The part of `type` in a table that no other type brings rows for.
    fileprivate init(
        shared table: OpenTable, type: ObjectTypeID,
        rows: @escaping @Sendable (RecordPage, Timestamp, inout ConversionCounts) -> ColumnBatch
    ) {
        self.init(SharedTable(table, recordsOfPart: .max), table, type: type, rows: rows)
    }
}
