import CRM
import Foundations
import Parquet
import Testing

@testable import Tables

@Suite struct ObjectsTableTests {
    @Test("a contact's row has the four record columns, then each property with its raw text")
    func columns() {
        let table = ObjectsTable(contacts: [
            property("email"), property("amount", "number"), property("hs_object_id", "number"),
            property("vip", "bool"),
            property("born", "date"), property("seen", "datetime"), property("state", "enumeration"),
            property("odd", "of_the_future"),
        ])
        #expect(table.definition.name == "objects_contacts")
        #expect(table.definition.primaryKey == ["objectid"])
        #expect(
            table.definition.columns.map { "\($0.name) \($0.type.name)" } == [
                "objecttypeid string", "objectid int64", "updatedat timestamptz", "ingestedat timestamptz",
                "property_amount double", "property_unparsed_amount string", "property_born date",
                "property_unparsed_born string", "property_email string", "property_hs_object_id int64",
                "property_unparsed_hs_object_id string", "property_odd string", "property_seen timestamptz",
                "property_unparsed_seen string", "property_state string", "property_vip boolean",
                "property_unparsed_vip string",
            ])
    }

    @Test("B001: a cleared number is null, and its row and the others stay")
    func clearedNumber() {
        var counts = ConversionCounts()
        let batch = ObjectsTable(contacts: [property("amount", "number")])
            .batch("amount", ["", "12.50", nil], counting: &counts)
        #expect(batch.doubles("property_amount") == [nil, 12.5, nil])
        #expect(batch.strings("property_unparsed_amount") == [nil, "12.50", nil])
        #expect(batch.int64s("objectid") == [1, 2, 3])
        #expect(counts == ConversionCounts())
    }

    @Test("B003: whole numbers in other spellings stay in one column")
    func spellings() {
        let batch = ObjectsTable(contacts: [property("seats", "number")])
            .batch("seats", ["7", "51820.0", "1e3", "-0"])
        #expect(batch.doubles("property_seats") == [7, 51820, 1000, 0])
        #expect(batch.strings("property_unparsed_seats") == ["7", "51820.0", "1e3", "-0"])
    }

    @Test("B006: an opt-out that nobody answered is null, not false")
    func threeStates() {
        var counts = ConversionCounts()
        let table = ObjectsTable(contacts: [property("hs_email_optout", "bool")])
        let batch = table.batch("hs_email_optout", ["true", "false", nil, "", " "], counting: &counts)
        #expect(batch.booleans("property_hs_email_optout") == [true, false, nil, nil, nil])
        #expect(counts.unparsedTotal == 0)
    }

    @Test("B011: a record's id keeps all its digits")
    func exactIDs() {
        let table = ObjectsTable(contacts: [property("hs_object_id", "number")])
        let page = RecordPage(
            propertyNames: ["hs_object_id"],
            records: [Record(id: 9_007_199_254_740_993, createdAt: nil, updatedAt: nil, values: ["9007199254740993"])])
        var counts = ConversionCounts()
        let batch = table.batch(for: page, ingestedAt: readingTime, counting: &counts)
        #expect(batch.int64s("objectid") == [9_007_199_254_740_993])
        #expect(batch.int64s("property_hs_object_id") == [9_007_199_254_740_993])
        #expect(batch.strings("property_unparsed_hs_object_id") == ["9007199254740993"])
    }

    @Test("B014: a list of ids is text with one element and with two, in one column")
    func listOfIDs() {
        let definitions = [property("hs_merged_object_ids", "enumeration")]
        let first = ObjectsTable(contacts: definitions)
        let second = ObjectsTable(contacts: definitions, assigned: first.assignments)
        #expect(first.batch("hs_merged_object_ids", ["77"]).strings("property_hs_merged_object_ids") == ["77"])
        #expect(second.batch("hs_merged_object_ids", ["77;78"]).strings("property_hs_merged_object_ids") == ["77;78"])
        #expect(first.definition == second.definition)
    }

    @Test("B015: days and moments beyond the years 1 to 9999 are null, with their text, and counted")
    func yearsOutOfRange() {
        var counts = ConversionCounts()
        let table = ObjectsTable(contacts: [property("renewal", "date"), property("seen_at", "datetime")])
        let dates = table.batch("renewal", ["0000-12-30", "12025-03-01"], counting: &counts)
        let times = table.batch("seen_at", ["294276-12-31T23:59:59Z"], counting: &counts)
        #expect(dates.int32s("property_renewal") == [nil, nil])
        #expect(dates.strings("property_unparsed_renewal") == ["0000-12-30", "12025-03-01"])
        #expect(times.int64s("property_seen_at") == [nil])
        #expect(times.strings("property_unparsed_seen_at") == ["294276-12-31T23:59:59Z"])
        #expect(counts.unparsed == ["objects_contacts": ["renewal": 2, "seen_at": 1]])
        #expect(counts.unparsedTotal == 3)
    }

    @Test("B017: a zero character stays in its text, and the next column is whole")
    func zeroCharacter() {
        let table = ObjectsTable(contacts: [property("bio"), property("city")])
        let page = RecordPage(
            propertyNames: ["bio", "city"],
            records: [Record(id: 1, createdAt: nil, updatedAt: nil, values: ["ab\u{0}cd", "Oslo"])])
        var counts = ConversionCounts()
        let batch = table.batch(for: page, ingestedAt: readingTime, counting: &counts)
        #expect(batch.strings("property_bio") == ["ab\u{0}cd"])
        #expect(batch.strings("property_city") == ["Oslo"])
    }

    @Test("B018, B022 and B038: what was repaired or never asked for is counted, and no row is lost")
    func pageCounts() {
        let table = ObjectsTable(contacts: [property("note")])
        let page = RecordPage(
            propertyNames: ["note", "hs_v2_date_entered_777"],
            records: [
                Record(id: 1, createdAt: nil, updatedAt: nil, values: ["ok \u{FFFD}", "1746093600000"]),
                Record(id: 2, createdAt: nil, updatedAt: nil, values: ["fine"]),
            ], unrequestedValues: 3, repairedTexts: 1)
        var counts = ConversionCounts()
        let batch = table.batch(for: page, ingestedAt: readingTime, counting: &counts)
        #expect(batch.strings("property_note") == ["ok \u{FFFD}", "fine"])
        #expect(batch.columns.count == 5)
        #expect(counts.unrequested == ["objects_contacts": 3])
        #expect(counts.repaired == ["objects_contacts": 1])
        counts.add(counts)
        #expect(counts.unrequested == ["objects_contacts": 6])
    }

    @Test("B019, B020 and B025: date-times are microseconds in UTC, whatever their spelling")
    func dateTimes() {
        let batch = ObjectsTable(contacts: [property("seen", "datetime")]).batch(
            "seen",
            [
                "2025-04-30T08:00:00.123Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z", "1746000000123",
                "soon",
            ])
        #expect(
            batch.int64s("property_seen") == [
                1_746_000_000_123_000, -1000, 253_402_300_799_999_000, 1_746_000_000_123_000, nil,
            ])
        #expect(batch.strings("property_unparsed_seen") == [nil, nil, nil, nil, "soon"])
    }

    @Test("B023: a multi-select is byte for byte what HubSpot sent")
    func multiSelect() {
        let text = "news;;offers; events\u{A0}"
        let batch = ObjectsTable(contacts: [property("interests", "enumeration")]).batch("interests", [text])
        #expect(batch.strings("property_interests")?.first??.utf8.elementsEqual(text.utf8) == true)
    }

    @Test(
        "raw texts stand where the setting says",
        arguments: [
            (.numbers, ["12", "x", " "], [nil, "y", " "]), (.mismatch, [nil, "x", " "], [nil, "y", " "]),
            (.always, ["12", "x", " "], ["true", "y", " "]), (.never, nil, nil),
        ] as [(UnparsedSetting, [String?]?, [String?]?)])
    func rawTexts(setting: UnparsedSetting, number: [String?]?, flag: [String?]?) {
        var settings = TableSettings()
        settings.unparsed = setting
        let table = ObjectsTable(contacts: [property("n", "number"), property("f", "bool")], settings: settings)
        var counts = ConversionCounts()
        #expect(table.batch("n", ["12", "x", " "], counting: &counts).strings("property_unparsed_n") == number)
        #expect(table.batch("f", ["true", "y", " "], counting: &counts).strings("property_unparsed_f") == flag)
        #expect(counts.unparsed == ["objects_contacts": ["n": 1, "f": 1]])
    }

    @Test("a type from the configuration is fixed when the column is made; a later wish is reported")
    func types() {
        var settings = TableSettings()
        settings.types = [
            "contacts.amount": .decimal(precision: 18, scale: 4), "contact.owner": .int64, "0-1.code": .string,
        ]
        let definitions = [property("amount", "number"), property("owner", "enumeration"), property("code", "number")]
        let first = ObjectsTable(contacts: definitions, settings: settings)
        #expect(
            first.definition.columns.dropFirst(4).map(\.type) == [
                .decimal(precision: 18, scale: 4), .string, .string, .int64, .string,
            ])
        #expect(first.ignoredTypes.isEmpty)
        let batch = first.batch("amount", ["1.5", "1.23456"])
        #expect(batch["property_amount"]?.decimals == [15000, 0])
        #expect(batch["property_amount"]?.nullCount == 1)
        #expect(batch.strings("property_unparsed_amount") == ["1.5", "1.23456"])

        settings.types["contacts.amount"] = .int64
        let second = ObjectsTable(contacts: definitions, assigned: first.assignments, settings: settings)
        #expect(second.definition == first.definition)
        #expect(second.ignoredTypes == ["amount"])
    }

    @Test("sensitive properties are neither asked for nor written unless they are named, and have their name anyway")
    func sensitive() {
        var secret = property("diagnosis")
        secret.dataSensitivity = "highly_sensitive"
        let first = ObjectsTable(contacts: [property("email"), secret])
        #expect(first.requestedProperties == ["email"])
        #expect(first.columnNames.last == "property_email")
        #expect(first.assignments.map(\.column) == ["property_email", "property_diagnosis"])

        var settings = TableSettings()
        settings.sensitiveProperties = ["contacts.diagnosis"]
        let second = ObjectsTable(
            contacts: [property("email"), secret], assigned: first.assignments, settings: settings)
        #expect(second.requestedProperties == ["diagnosis", "email"])
        #expect(second.columnNames.suffix(2) == ["property_email", "property_diagnosis"])
    }

    @Test("a value of a property that is not wanted stays out even if HubSpot sends it")
    func unwantedValue() {
        var secret = property("diagnosis")
        let first = ObjectsTable(contacts: [secret])
        secret.dataSensitivity = "sensitive"
        let second = ObjectsTable(contacts: [secret], assigned: first.assignments)
        #expect(second.requestedProperties.isEmpty)
        #expect(second.batch("diagnosis", ["x"]).strings("property_diagnosis") == [nil])
    }

    @Test("an archived property has a column only if it had one before")
    func archived() {
        let first = ObjectsTable(contacts: [property("old"), property("gone"), property("never", isArchived: true)])
        #expect(first.columnNames.suffix(2) == ["property_gone", "property_old"])
        let second = ObjectsTable(
            contacts: [property("old", isArchived: true), property("never", isArchived: true)],
            assigned: first.assignments)
        #expect(second.columnNames == first.columnNames)
        #expect(second.requestedProperties.isEmpty)
        #expect(second.assignments == first.assignments)
    }

    @Test("B045: where new properties are ignored, they get no column, are not asked for, and are reported")
    func ignoreNewProperties() {
        var settings = TableSettings()
        settings.newProperties = .ignore
        let first = ObjectsTable(contacts: [property("a")], settings: settings)
        #expect(first.columnNames.last == "property_a")
        let new = (1...5).map { property("new\($0)") }
        let second = ObjectsTable(contacts: [property("a")] + new, assigned: first.assignments, settings: settings)
        #expect(second.columnNames == first.columnNames)
        #expect(second.requestedProperties == ["a"])
        #expect(second.ignoredProperties == new.map(\.name))
        #expect(second.assignments.count == 6)
    }

    @Test("omitted properties have a name and no column; a wider choice later appends theirs")
    func omitted() {
        var settings = TableSettings()
        settings.omittedProperties = ["contacts.hs_*"]
        let definitions = [property("hs_a"), property("name"), property("zip")]
        let first = ObjectsTable(contacts: definitions, settings: settings)
        #expect(first.requestedProperties == ["name", "zip"])
        let second = ObjectsTable(contacts: definitions, assigned: first.assignments)
        #expect(second.columnNames.suffix(3) == ["property_name", "property_zip", "property_hs_a"])
    }

    @Test("a list of wanted properties leaves out all others, of every type; what is omitted stays out")
    func wantedProperties() {
        var settings = TableSettings()
        settings.properties = ["contacts.hs_*", "0-1.email", "deals.name"]
        settings.omittedProperties = ["contact.hs_secret_*"]
        let definitions = [property("hs_a"), property("hs_secret_b"), property("email"), property("name")]
        let first = ObjectsTable(contacts: definitions, settings: settings)
        #expect(first.requestedProperties == ["email", "hs_a"])
        #expect(first.columnNames.dropFirst(4) == ["property_email", "property_hs_a"])
        #expect(first.assignments.count == 4)
        let wider = ObjectsTable(contacts: definitions, assigned: first.assignments)
        #expect(wider.columnNames.suffix(2) == ["property_hs_secret_b", "property_name"])
        let narrower = ObjectsTable(contacts: definitions, assigned: wider.assignments, settings: settings)
        #expect(narrower.columnNames == wider.columnNames)
        #expect(narrower.requestedProperties == first.requestedProperties)
    }

    @Test("a pattern does not include sensitive properties; only their name does")
    func wantedSensitive() {
        var secret = property("diagnosis")
        secret.dataSensitivity = "sensitive"
        var settings = TableSettings()
        settings.properties = ["contacts.*"]
        #expect(ObjectsTable(contacts: [secret], settings: settings).requestedProperties.isEmpty)
        settings.properties = ["contacts.email"]
        settings.sensitiveProperties = ["contacts.diagnosis"]
        #expect(ObjectsTable(contacts: [secret], settings: settings).requestedProperties.isEmpty)
    }

    @Test("a type for a property without a column counts when the column is made")
    func typeOfUnmadeColumn() {
        var settings = TableSettings()
        settings.omittedProperties = ["contacts.code"]
        let definitions = [property("code"), property("unparsed_code")]
        let first = ObjectsTable(contacts: definitions, settings: settings)
        #expect(first.assignments.last?.unparsedColumn == nil)
        settings.omittedProperties = []
        settings.types = ["contacts.code": .int64]
        let second = ObjectsTable(contacts: definitions, assigned: first.assignments, settings: settings)
        #expect(
            second.columnNames.dropFirst(4) == [
                "property_unparsed_code", "property_code", "property_unparsed_code_5694d08a",
            ])
        #expect(second.batch("code", ["7.0"]).int64s("property_code") == [7])
        #expect(second.ignoredTypes.isEmpty)
    }

    @Test("settings that name no property are reported")
    func misspelt() {
        var settings = TableSettings()
        settings.types = ["contacts.amount": .int64, "contacts.amuont": .int64, "deals.amount": .int64]
        settings.sensitiveProperties = ["0-1.email", "contact.mail"]
        settings.omittedProperties = ["contacts.e*", "contacts.hs_*"]
        let account = [(type: ObjectType.contacts, properties: [property("amount", "number"), property("email")])]
        #expect(
            settings.unmatched(in: account, names: TableNames.assign([.contacts])) == [
                "contact.mail", "contacts.amuont", "contacts.hs_*", "deals.amount",
            ])
    }

    @Test("settings of events are checked where the events are defined")
    func misspeltEvents() {
        var demo = EventType(id: "6-1", fullyQualifiedName: "pe1_demo")
        demo.properties = [property("seats", "number")]
        let visited = EventType(id: "4-96000", fullyQualifiedName: "e_visited_page")
        var settings = TableSettings()
        settings.types = ["events_demo.seats": .int64, "events_demo.saets": .int64, "e_visited_page.n": .int64]
        settings.properties = ["contacts.e*", "events_demo.seats"]
        settings.omittedProperties = ["events_*.hs_ip", "pe1_demo.s*", "pe1_demo.x*", "events_vistied_page.x"]
        #expect(
            settings.unmatched(
                in: [(type: ObjectType.contacts, properties: [property("email")])], events: [demo, visited],
                names: TableNames.assign([.contacts], events: [demo, visited])) == [
                    "events_demo.saets", "events_demo.seats", "events_vistied_page.x", "pe1_demo.x*",
                ])
    }

    @Test("kept records say that they are archived")
    func keptRecords() {
        var settings = TableSettings()
        settings.deleted = .keep
        let table = ObjectsTable(contacts: [property("name")], settings: settings)
        let page = RecordPage(
            propertyNames: [],
            records: [
                Record(
                    id: 1, createdAt: nil, updatedAt: readingTime, isArchived: true, archivedAt: readingTime, values: []
                )
            ])
        var counts = ConversionCounts()
        let batch = table.batch(for: page, ingestedAt: readingTime, counting: &counts)
        #expect(table.columnNames.dropFirst(4) == ["archived", "archivedat", "property_name"])
        #expect(batch.booleans("archived") == [true])
        #expect(batch.int64s("archivedat") == [readingTime.microseconds])
        #expect(batch.int64s("updatedat") == [readingTime.microseconds])
        #expect(batch.strings("property_name") == [nil])
    }

    @Test("a column's comment is HubSpot's label and description, and where it comes from")
    func comments() {
        var amount = property("Amount_1", "number")
        amount.label = "Amount"
        amount.description = "What it is worth"
        let table = ObjectsTable(contacts: [amount])
        #expect(table.definition.columns[4].comment == "Amount. What it is worth. (HubSpot: Amount_1, number)")
        #expect(table.definition.columns.allSatisfy { !$0.comment.isEmpty })
    }

    @Test("a table with two thousand columns keeps every value at its place")
    func wideTable() {
        let definitions = (0..<2000).map { property("p\($0)", $0 % 2 == 0 ? "number" : "string") }
        let table = ObjectsTable(contacts: definitions)
        let names = table.requestedProperties
        let page = RecordPage(
            propertyNames: names,
            records: [Record(id: 1, createdAt: nil, updatedAt: nil, values: names.map { String($0.dropFirst()) })])
        var counts = ConversionCounts()
        let batch = table.batch(for: page, ingestedAt: readingTime, counting: &counts)
        #expect(batch.columns.count == 4 + 3000)
        for number in stride(from: 0, to: 2000, by: 2) {
            #expect(batch.doubles("property_p\(number)") == [Double(number)])
            #expect(batch.strings("property_p\(number + 1)") == ["\(number + 1)"])
        }
    }
}
