import CRM
import Foundation
import Foundations
import Parquet
import TestSupport
import Testing

@testable import Tables

/// `objects`, `object_properties` and `associations`.
@Suite struct CombinedTablesTests {
    private let definitions = [property("seen", "datetime"), property("vip", "bool"), property("amount", "number")]

    private func page(_ names: [String], _ rows: [[String?]]) -> RecordPage {
        RecordPage(
            propertyNames: names,
            records: rows.enumerated().map {
                Record(id: Int64($0 + 1), createdAt: nil, updatedAt: readingTime, values: $1)
            })
    }

    @Test("objects has one row per record, whatever its properties")
    func objects() {
        let table = CombinedObjectsTable()
        let batch = table.batch(for: page(["a"], [["x"], [nil]]), of: .deals, ingestedAt: readingTime)
        #expect(table.definition.name == "objects")
        #expect(table.definition.primaryKey == ["objecttypeid", "objectid"])
        #expect(table.definition.partitionColumn == "objecttypeid")
        #expect(batch.strings("objecttypeid") == ["0-3", "0-3"])
        #expect(batch.int64s("objectid") == [1, 2])
        #expect(batch.int64s("updatedat") == [readingTime.microseconds, readingTime.microseconds])
    }

    @Test("object_properties has one row per set property, by name, in HubSpot's encoding")
    func objectProperties() {
        var counts = ConversionCounts()
        let batch = ObjectPropertiesTable(type: .contacts, properties: definitions).batch(
            for: page(
                ["vip", "seen", "email", "amount"],
                [["TRUE", "2025-05-01T10:00:00.000Z", "", "51820.0"], [nil, "soon", "a@example.com", nil]]),
            ingestedAt: readingTime, counting: &counts)
        #expect(batch.int64s("objectid") == [1, 1, 1, 2, 2])
        #expect(batch.strings("name") == ["amount", "seen", "vip", "email", "seen"])
        #expect(batch.strings("value") == ["51820.0", "1746093600000", "true", "a@example.com", "soon"])
        #expect(batch.strings("objecttypeid") == Array(repeating: "0-1", count: 5))
        #expect(counts.unparsed == ["object_properties": ["seen": 1]])
        #expect(ObjectPropertiesTable.definition.primaryKey == ["objecttypeid", "objectid", "name"])
        #expect(ObjectPropertiesTable.definition.partitionColumn == "objecttypeid")
    }

    @Test("object_properties and object_with_object_properties say the same", arguments: 0..<10)
    func agreement(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let texts: [String?] = [
            "", nil, "true", "1746093600000", "2025-03-01T00:00:00Z", "é\u{301}", "\u{0}", " ", "\"",
        ]
        let names = ["vip", "seen", "amount", "B", "b", "_"].shuffled(using: &generator)
        let page = page(
            names, (0..<20).map { _ in names.map { _ in texts.randomElement(using: &generator) ?? nil } })
        var counts = ConversionCounts()
        let rows = ObjectPropertiesTable(type: .contacts, properties: definitions).batch(
            for: page, ingestedAt: readingTime, counting: &counts)
        let objects = CombinedPropertiesTable(type: .contacts, properties: definitions).batch(
            for: page, ingestedAt: readingTime, counting: &counts)
        let ids = try #require(rows.int64s("objectid"))
        let rowNames = try #require(rows.strings("name"))
        let rowValues = try #require(rows.strings("value"))
        var fromRows: [Int64: [String: String]] = [:]
        for (index, id) in ids.enumerated() {
            fromRows[try #require(id), default: [:]][try #require(rowNames[index])] = rowValues[index]
        }
        for (index, text) in try #require(objects.strings("properties")).enumerated() {
            let read = try JSONSerialization.jsonObject(with: Data(try #require(text).utf8)) as? [String: String]
            #expect(read == fromRows[Int64(index + 1), default: [:]])
        }
        #expect(counts.unparsed["object_properties"] == counts.unparsed["object_with_object_properties"])
    }

    @Test("what was not asked for is in no combined table")
    func requestedOnly() {
        let page = page(["email", "diagnosis"], [["a@example.com", "x"]])
        var counts = ConversionCounts()
        let rows = ObjectPropertiesTable(type: .contacts, properties: [], requested: ["email"]).batch(
            for: page, ingestedAt: readingTime, counting: &counts)
        let objects = CombinedPropertiesTable(type: .contacts, properties: [], requested: ["email"]).batch(
            for: page, ingestedAt: readingTime, counting: &counts)
        #expect(rows.strings("name") == ["email"])
        #expect(objects.strings("properties") == [#"{"email":"a@example.com"}"#])
    }

    @Test("B011: associations of all pairs keep their digits; the files hold one starting type each")
    func associations() {
        let table = CombinedAssociationsTable()
        let ids: (from: Int64, to: Int64) = (9_007_199_254_740_993, 9_007_199_254_740_995)
        let batch = table.batch(
            for: [
                Association(fromID: ids.from, toID: ids.to, category: .hubSpotDefined, typeID: 4, label: nil),
                Association(fromID: ids.from, toID: ids.to, category: .userDefined, typeID: 4, label: "Buyer"),
            ], of: AssociationPair(from: .contacts, to: .deals), ingestedAt: readingTime)
        #expect(batch.strings("combinedassociationtypeid") == ["0-4", "2-4"])
        #expect(batch.strings("fromobjecttypeid") == ["0-1", "0-1"])
        #expect(batch.int64s("fromobjectid") == [ids.from, ids.from])
        #expect(batch.strings("toobjecttypeid") == ["0-3", "0-3"])
        #expect(batch.int64s("toobjectid") == [ids.to, ids.to])
        #expect(batch.strings("label") == [nil, "Buyer"])
        #expect(table.definition.partitionColumn == "fromobjecttypeid")
        #expect(
            table.definition.primaryKey == [
                "associationcategory", "associationtypeid", "fromobjecttypeid", "fromobjectid", "toobjecttypeid",
                "toobjectid",
            ])
    }
}
