import CRM
import Foundations
import Parquet
import TestSupport
import Testing

@testable import Tables

/// The hex digits in the expected names are those of another SHA-256, Python's.
@Suite struct ColumnNamingTests {
    private func columns(_ names: [String], earlier: [ColumnAssignment] = []) -> [String: String] {
        let table = ObjectsTable(contacts: names.map { property($0) }, assigned: earlier)
        return Dictionary(table.assignments.map { ($0.property, $0.column) }, uniquingKeysWith: { $1 })
    }

    @Test("B028: names that become equal get five columns, and a later one takes none of them")
    func equalAfterFolding() {
        let names = ["rate_+1", "rate_-1", "score__a", "score_a", "Score_A"]
        let first = ObjectsTable(contacts: names.map { property($0) })
        let columns = columns(names)
        #expect(columns["score_a"] == "property_score_a")
        #expect(columns["score__a"] == "property_score__a")
        #expect(columns["rate_+1"] == "property_rate__1")
        #expect(columns["rate_-1"] == "property_rate__1_60869eaf")
        #expect(columns["Score_A"] == "property_score_a_7d361775")

        let second = self.columns(names + ["score-a"], earlier: first.assignments)
        for name in names { #expect(second[name] == columns[name]) }
        #expect(second["score-a"] == "property_score_a_ad8d2652")
    }

    @Test("B029: names that differ only in letter case, or equal our own columns, are distinct")
    func letterCase() {
        let table = ObjectsTable(
            contacts: ["id_ext", "ID_EXT", "Archived", "id", "archived", "objectid"].map { property($0) })
        #expect(Set(table.columnNames.map { $0.lowercased() }).count == table.columnNames.count)
        #expect(table.column(of: "archived") == "property_archived")
        #expect(table.column(of: "Archived") == "property_archived_bdb86505")
    }

    @Test("B030: leading digits stay")
    func leadingDigits() {
        #expect(
            columns(["1_rooms", "2_rooms", "2031"]) == [
                "1_rooms": "property_1_rooms", "2_rooms": "property_2_rooms", "2031": "property_2031",
            ])
    }

    @Test("B031: dashes, blanks, accents and key words give plain identifiers")
    func oddCharacters() {
        let columns = columns(["visits-total", "a b", "naïve", "select", "50%_off"])
        #expect(columns["visits-total"] == "property_visits_total")
        #expect(columns["a b"] == "property_a_b")
        #expect(columns["naïve"] == "property_na_ve")
        #expect(columns["select"] == "property_select")
        #expect(columns["50%_off"] == "property_50__off")
        #expect(columns.values.allSatisfy(isIdentifier))
    }

    @Test("B033: white space inside names is no error, and three names are three columns")
    func whiteSpace() {
        let columns = columns([" region", "region", "zone\t1"])
        #expect(columns["region"] == "property_region")
        #expect(columns[" region"] == "property__region")
        #expect(columns["zone\t1"] == "property_zone_1")
    }

    @Test("B042: long names that agree in their first 128 characters are two columns of 120 bytes")
    func longNames() {
        let head = String(repeating: "n", count: 128)
        let columns = columns([head + "aaaaaaaaaaaa", head + "bbbbbbbbbbbb"])
        #expect(Set(columns.values).count == 2)
        #expect(columns.values.allSatisfy { $0.utf8.count == 120 && isIdentifier($0) })
        #expect(columns[head + "aaaaaaaaaaaa"]?.hasSuffix("_45ceecb7") == true)
    }

    @Test("the raw text's column counts towards the limit too")
    func longUnparsedName() {
        let name = String(repeating: "n", count: 105)
        let table = ObjectsTable(contacts: [property(name, "number")])
        #expect(table.columnNames.contains("property_\(name)"))
        #expect(table.columnNames.allSatisfy { $0.utf8.count <= 120 })
        #expect(table.definition.columns.count == 6)
    }

    @Test("a property called unparsed_… gives way to the raw text of the property it is named after")
    func reservedPrefix() {
        let table = ObjectsTable(contacts: [property("unparsed_amount"), property("amount", "number")])
        #expect(
            table.columnNames.dropFirst(4) == [
                "property_amount", "property_unparsed_amount", "property_unparsed_amount_b7cf809e",
            ])
    }

    @Test("where the property called unparsed_… was there first, the raw text gives way")
    func reservedPrefixLater() {
        let first = ObjectsTable(contacts: [property("unparsed_amount")])
        let second = ObjectsTable(
            contacts: [property("unparsed_amount"), property("amount", "number")], assigned: first.assignments)
        #expect(
            second.columnNames.dropFirst(4) == [
                "property_unparsed_amount", "property_amount", "property_unparsed_amount_cf38d95c",
            ])
    }

    @Test("a property recreated with another type gets a new column, and its old one stays and is null")
    func recreated() {
        let first = ObjectsTable(contacts: [property("size")])
        let second = ObjectsTable(contacts: [property("size", "number")], assigned: first.assignments)
        #expect(
            second.columnNames.dropFirst(4) == [
                "property_size", "property_size__number", "property_unparsed_size__number",
            ])
        let batch = second.batch("size", ["12"])
        #expect(batch.strings("property_size") == [nil])
        #expect(batch.doubles("property_size__number") == [12])

        let third = ObjectsTable(contacts: [property("size")], assigned: second.assignments)
        #expect(third.columnNames == second.columnNames)
        #expect(third.batch("size", ["xl"]).strings("property_size") == ["xl"])
    }

    @Test("a live definition and an archived one of the same name: the live one keeps the plain name")
    func liveBeforeArchived() {
        let table = ObjectsTable(contacts: [property("size", "string", isArchived: true), property("size", "number")])
        #expect(table.column(of: "size") == "property_size")
        #expect(table.assignments.first { $0.hubSpotType == "string" }?.column == "property_size__string")
        #expect(table.requestedProperties == ["size"])
    }

    @Test("assignments are kept as JSON that says the same and is the same each time")
    func json() throws {
        var settings = TableSettings()
        settings.types = ["contacts.amount": .decimal(precision: 18, scale: 4)]
        let table = ObjectsTable(
            contacts: [property("amount", "number"), property("Näme/1"), property("old", "date", isArchived: true)],
            settings: settings)
        let text = try ColumnAssignment.encode(table.assignments)
        #expect(try ColumnAssignment.decode(text) == table.assignments)
        #expect(try ColumnAssignment.encode(ColumnAssignment.decode(text)) == text)
        #expect(
            text.hasPrefix(
                #"[{"column":"property_amount","columnType":"decimal(18,4)","isColumn":true,"property":"amount","type":"number","unparsed":"property_unparsed_amount"}"#
            ))
        #expect(throws: Failure.self) { try ColumnAssignment.decode("{}") }
    }

    @Test("names never collide and never change, whatever is added in whatever order", arguments: 0..<60)
    func neverCollides(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let pieces = ["a", "A", "_", "-", "unparsed_", "__number", "é", " ", "1", String(repeating: "x", count: 100)]
        let types = ["string", "number", "date"]
        var definitions: [PropertyDefinition] = []
        var assigned: [ColumnAssignment] = []
        for _ in 0..<8 {
            for _ in 0..<12 {
                let length = Int.random(in: 1...4, using: &generator)
                let name = (0..<length).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
                    .joined()
                var definition = property(name, types[Int.random(in: 0..<3, using: &generator)])
                definition.isArchived = Int.random(in: 0..<4, using: &generator) == 0
                definitions.removeAll { $0.name == name }
                definitions.append(definition)
            }
            let table = ObjectsTable(contacts: definitions.shuffled(using: &generator), assigned: assigned)
            let again = ObjectsTable(contacts: definitions.shuffled(using: &generator), assigned: assigned)
            #expect(table.assignments == again.assignments)
            let names = table.assignments.map(\.column) + table.assignments.compactMap(\.unparsedColumn)
            #expect(Set(names).count == names.count)
            #expect(names.allSatisfy(isIdentifier))
            #expect(Set(table.columnNames).count == table.columnNames.count)
            let now = Dictionary(uniqueKeysWithValues: table.assignments.map { (ColumnNaming.Key($0), $0) })
            for old in assigned {
                let kept = now[ColumnNaming.Key(old)]
                #expect(kept?.column == old.column)
                if old.isColumn { #expect(kept == old) }
            }
            let made = assigned.filter(\.isColumn).map(\.column)
            #expect(Array(table.assignments.filter(\.isColumn).map(\.column).prefix(made.count)) == made)
            assigned = table.assignments
        }
    }
}
