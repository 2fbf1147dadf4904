import CRM
import Foundation
import Foundations
import Parquet
import TestSupport
import Testing

@testable import Tables

@Suite struct CombinedPropertiesTableTests {
    private let definitions = [
        property("seen", "datetime"), property("vip", "bool"), property("born", "date"), property("amount", "number"),
    ]

    private func batch(
        _ names: [String], _ rows: [[String?]], counting counts: inout ConversionCounts
    ) -> ColumnBatch {
        let records = rows.enumerated().map {
            Record(id: Int64($0 + 1), createdAt: nil, updatedAt: nil, values: $1)
        }
        return CombinedPropertiesTable(type: .contacts, properties: definitions).batch(
            for: RecordPage(propertyNames: names, records: records), ingestedAt: readingTime, counting: &counts)
    }

    private func json(_ names: [String], _ values: [String?]) -> String? {
        var counts = ConversionCounts()
        return batch(names, [values], counting: &counts).strings("properties")?.first ?? nil
    }

    @Test("a record is an object of its set properties, keys in order, all values text")
    func object() {
        #expect(
            json(
                ["vip", "seen", "born", "amount", "email", "zip"],
                ["true", "2025-05-01T10:00:00.000Z", "2025-03-01", "51820.0", "", nil])
                == #"{"amount":"51820.0","born":"2025-03-01","seen":"1746093600000","vip":"true"}"#)
        #expect(json(["email"], [""]) == "{}")
    }

    @Test(
        "date-times are whole milliseconds, rounded down on both sides of 1970",
        arguments: [
            ("1969-12-31T23:59:59.999Z", "-1"), ("1969-12-31T23:59:59.9995Z", "-1"),
            ("1970-01-01T00:00:00.0009Z", "0"), ("1960-01-01T00:00:00Z", "-315619200000"),
            ("1746093600000", "1746093600000"), ("0001-01-01T00:00:00Z", "-62135596800000"),
        ])
    func milliseconds(text: String, expected: String) {
        #expect(json(["seen"], [text]) == #"{"seen":"\#(expected)"}"#)
    }

    @Test("a date-time that does not parse stands as it came, and is counted")
    func unparsed() {
        var counts = ConversionCounts()
        let batch = batch(["seen"], [["soon"], ["294276-12-31T23:59:59Z"], [" "]], counting: &counts)
        #expect(
            batch.strings("properties") == [
                #"{"seen":"soon"}"#, #"{"seen":"294276-12-31T23:59:59Z"}"#, #"{"seen":" "}"#,
            ])
        #expect(counts.unparsed == ["object_with_object_properties": ["seen": 2]])
    }

    @Test("the keys are in byte order, whatever the order of the page")
    func keyOrder() {
        #expect(
            json(["b", "a", "_", "B", "é"], ["1", "2", "3", "4", "5"])
                == #"{"B":"4","_":"3","a":"2","b":"1","é":"5"}"#)
    }

    @Test("any text is valid JSON, and reads back as itself", arguments: 0..<20)
    func validJSON(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var scalars = (0...0x7F).compactMap { Unicode.Scalar($0 as UInt32) }
        scalars += [
            "\u{80}", "\u{85}", "\u{A0}", "é", "\u{301}", "\u{2028}", "\u{2029}", "\u{FFFD}", "寵", "🐈",
        ]
        for _ in 0..<100 {
            func text() -> String {
                var text = ""
                for _ in 0..<Int.random(in: 1...12, using: &generator) {
                    text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &generator)])
                }
                return text
            }
            let (name, value) = ("k\(text())", text())
            let written = try #require(json([name], [value]))
            let read = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: String]
            #expect(read?.count == 1)
            #expect(read?.first.map { Array($0.key.unicodeScalars) } == Array(name.unicodeScalars))
            #expect(read?.first.map { Array($0.value.unicodeScalars) } == Array(value.unicodeScalars))
        }
    }

    @Test("a byte order mark inside a text stays")  // JSONSerialization drops it, so it is no oracle for this one.
    func byteOrderMark() { #expect(json(["a"], ["\u{FEFF}b"]) == "{\"a\":\"\u{FEFF}b\"}") }

    @Test("control characters have the escapes of RFC 8259, and nothing else is escaped")
    func escapes() {
        #expect(
            json(["a"], ["\u{0}\u{1F}\u{8}\t\n\u{C}\r\"\\/\u{7F}\u{2028}é"])
                == #"{"a":"\u0000\u001f\b\t\n\f\r\"\\/"# + "\u{7F}\u{2028}é\"}")
    }

    @Test("all types share the table, which holds one object type per file")
    func definition() {
        let definition = CombinedPropertiesTable.definition
        #expect(definition.partitionColumn == "objecttypeid")
        #expect(definition.primaryKey == ["objecttypeid", "objectid"])
        var counts = ConversionCounts()
        #expect(batch(["a"], [["x"]], counting: &counts).strings("objecttypeid") == ["0-1"])
    }
}
