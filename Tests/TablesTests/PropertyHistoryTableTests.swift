import CRM
import Foundations
import Parquet
import Testing

@testable import Tables

@Suite struct PropertyHistoryTableTests {
    private let definitions = [property("seen", "datetime"), property("vip", "bool"), property("amount", "number")]
    private let earlier = readingTime.adding(seconds: -60)

    private func record(_ id: Int64, _ history: [PropertyHistoryEntry]) -> Record {
        var record = Record(id: id, createdAt: nil, updatedAt: nil, values: [])
        record.history = history
        return record
    }

    private func entry(
        _ property: String, _ value: String, _ time: Timestamp = readingTime, source: String? = nil
    ) -> PropertyHistoryEntry {
        PropertyHistoryEntry(property: property, value: value, timestamp: time, sourceType: source)
    }

    private func batch(_ records: [Record], requested: [String]? = nil) -> (ColumnBatch, ConversionCounts) {
        var counts = ConversionCounts()
        let batch = PropertyHistoryTable(type: .deals, properties: definitions, requested: requested).batch(
            for: RecordPage(propertyNames: [], records: records), ingestedAt: readingTime, counting: &counts)
        return (batch, counts)
    }

    @Test("B089: a record without history takes nothing from the others on its page")
    func recordWithoutHistory() {
        let (batch, _) = batch([record(1, [entry("stage", "a")]), record(2, []), record(3, [entry("stage", "b")])])
        #expect(batch.int64s("objectid") == [1, 3])
        #expect(batch.strings("value") == ["a", "b"])
    }

    @Test("B091: two values at one time are two rows, and another property's at that time is a third")
    func sameTime() {
        let (batch, _) = batch([
            record(
                1, [entry("stage", "a", source: "IMPORT"), entry("stage", "b", source: "API"), entry("amount", "3")])
        ])
        #expect(batch.strings("name") == ["stage", "stage", "amount"])
        #expect(batch.strings("value") == ["a", "b", "3"])
        #expect(batch.strings("sourcetype") == ["IMPORT", "API", nil])
        #expect(
            PropertyHistoryTable.definition.primaryKey == ["objecttypeid", "objectid", "name", "value", "updatedat"])
    }

    @Test("an entry that is listed twice is one row; another record's is another")
    func duplicates() {
        let twice = [
            entry("stage", "a", source: "API"), entry("stage", "a", earlier), entry("stage", "a", source: "UI"),
        ]
        let (batch, _) = batch([record(1, twice), record(2, [entry("stage", "a")])])
        #expect(batch.int64s("objectid") == [1, 1, 2])
        #expect(batch.strings("sourcetype") == ["API", nil, nil])
        #expect(
            batch.int64s("updatedat") == [readingTime.microseconds, earlier.microseconds, readingTime.microseconds])
    }

    @Test("values that differ in nothing but their bytes are two rows")
    func canonicalEquivalence() {
        let (batch, _) = batch([record(1, [entry("name", "\u{E9}"), entry("name", "e\u{301}")])])
        #expect(batch.rowCount == 2)
    }

    @Test("clearing a value is a row with the empty string")
    func cleared() {
        let (batch, counts) = batch([record(1, [entry("seen", ""), entry("vip", "", earlier)])])
        #expect(batch.strings("value") == ["", ""])
        #expect(counts == ConversionCounts())
    }

    @Test("values are encoded as in object_properties, so two spellings of one time are one row")
    func encoding() {
        let (batch, counts) = batch([
            record(
                1,
                [
                    entry("seen", "2025-05-01T10:00:00Z"), entry("seen", "1746093600000"), entry("vip", "TRUE"),
                    entry("vip", "perhaps"), entry("vip", "perhaps"), entry("amount", "1.50"), entry("gone", "x"),
                ])
        ])
        #expect(batch.strings("value") == ["1746093600000", "true", "perhaps", "1.50", "x"])
        #expect(counts.unparsed == ["object_properties_history": ["vip": 1]])
    }

    @Test("the history of properties that were not asked for is left out")
    func requestedOnly() {
        let (batch, _) = batch([record(1, [entry("secret", "x"), entry("stage", "a")])], requested: ["stage"])
        #expect(batch.strings("name") == ["stage"])
    }

    @Test("HubSpot's six columns come first, in its order; files hold one object type each")
    func columns() {
        #expect(
            PropertyHistoryTable.definition.columns.map(\.name) == [
                "objecttypeid", "objectid", "name", "value", "updatedat", "ingestedat", "sourcetype", "sourceid",
                "sourcelabel", "updatedbyuserid",
            ])
        #expect(PropertyHistoryTable.definition.partitionColumn == "objecttypeid")
    }
}
