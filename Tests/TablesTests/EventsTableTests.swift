import CRM
import Foundations
import Parquet
import Testing

@testable import Tables

@Suite struct EventsTableTests {
    private let visited = EventType(id: "4-96000", fullyQualifiedName: "e_visited_page")

    private func demo(_ properties: [PropertyDefinition]) -> EventType {
        var type = EventType(id: "6-1", fullyQualifiedName: "pe1_demo")
        type.properties = properties
        return type
    }

    private func names(_ types: EventType...) -> TableNames { TableNames.assign([], events: types) }

    private func event(
        _ id: String, _ properties: [String: String] = [:], at time: Timestamp = readingTime
    )
        -> EventOccurrence
    {
        EventOccurrence(
            id: id, objectID: 101, objectTypeID: .contacts, occurredAt: time, properties: properties)
    }

    private func table(_ type: EventType, seen: [String] = [], assigned: [ColumnAssignment] = []) -> EventsTable {
        EventsTable(type: type, names: names(type), properties: seen, assigned: assigned)
    }

    private func columns(_ table: EventsTable) -> [String] {
        table.definition.columns.map { "\($0.name) \($0.type.name)" }
    }

    private func batch(_ table: EventsTable, _ events: [EventOccurrence]) -> ColumnBatch {
        var counts = ConversionCounts()
        return table.batch(for: events, ingestedAt: readingTime, counting: &counts)
    }

    @Test("a defined event's columns have its properties' types, with raw texts, and ingestedat last")
    func definedProperties() {
        let table = table(
            demo([property("seats", "number"), property("plan", "enumeration"), property("at", "datetime")]))
        #expect(table.definition.name == "events_demo")
        #expect(table.definition.primaryKey == ["eventtypeid", "id", "occurredat"])
        #expect(table.definition.partitionColumn == nil)
        #expect(
            columns(table) == [
                "eventtypeid string", "id string", "objecttypeid string", "objectid int64", "occurredat timestamptz",
                "property_at timestamptz", "property_unparsed_at string", "property_plan string",
                "property_seats double", "property_unparsed_seats string", "ingestedat timestamptz",
            ])
    }

    @Test("occurrences become rows; what does not parse is null, with its text, and counted")
    func rows() {
        let table = table(demo([property("seats", "number")]))
        var counts = ConversionCounts()
        let batch = table.batch(
            for: [
                event("a", ["seats": "51820.0"]), event("b", ["seats": "many"]), event("c", ["seats": ""]),
                EventOccurrence(
                    id: "d", objectID: nil, objectTypeID: nil, occurredAt: readingTime, properties: ["other": "x"]),
            ], ingestedAt: readingTime, counting: &counts)
        #expect(batch.strings("eventtypeid") == ["6-1", "6-1", "6-1", "6-1"])
        #expect(batch.strings("id") == ["a", "b", "c", "d"])
        #expect(batch.strings("objecttypeid") == ["0-1", "0-1", "0-1", nil])
        #expect(batch.int64s("objectid") == [101, 101, 101, nil])
        #expect(batch.doubles("property_seats") == [51820, nil, nil, nil])
        #expect(batch.strings("property_unparsed_seats") == ["51820.0", "many", nil, nil])
        #expect(batch.int64s("ingestedat") == Array(repeating: readingTime.microseconds, count: 4))
        #expect(counts.unparsed == ["events_demo": ["seats": 1]])
        #expect(counts.unrequested == ["events_demo": 1])
    }

    @Test("B068: 208 occurrences of two types over overlapping pages, newest first, are 208 rows, each once")
    func everyOccurrenceOnce() {
        let visits = (0..<205).map { event("v\($0)", at: readingTime.adding(seconds: Int64(-$0))) }
        let pages = [Array(visits[0..<100]), Array(visits[90..<190]), Array(visits[180...])]
        let demos = (0..<3).map { event("d\($0)") }
        let visitRows = batch(table(visited), pages.flatMap(\.self))
        let demoRows = batch(table(demo([])), demos)
        #expect(visitRows.strings("id") == visits.map(\.id))
        #expect(visitRows.rowCount + demoRows.rowCount == 208)
    }

    @Test("B057 and B058: an occurrence listed twice is one row; the same id at another time is another")
    func identity() {
        let later = Timestamp(microseconds: 1_735_689_600_000_000)
        let first = event("e1", ["n": "first"], at: later)
        let rows = batch(
            table(visited, seen: ["n"]), [first, event("e1", ["n": "again"], at: later), event("e1", at: readingTime)])
        #expect(rows.strings("id") == ["e1", "e1"])
        #expect(rows.int64s("occurredat") == [later.microseconds, readingTime.microseconds])
        #expect(rows.strings("property_n") == ["first", nil])
    }

    @Test("properties that only occur become text columns once the table knows them; earlier columns stay")
    func undefinedProperties() {
        let events = [event("a", ["hs_url": "/", "hs Title": "Home"]), event("b", ["seats": "1", "hs_url": "/x"])]
        let empty = table(visited)
        #expect(empty.unknownProperties(in: events) == ["hs_url", "hs Title", "seats"])
        let first = empty.extended(with: ["hs_url", "hs Title"])
        #expect(first.unknownProperties(in: events) == ["seats"])
        let second = first.extended(with: first.unknownProperties(in: events))
        #expect(second.unknownProperties(in: events).isEmpty)
        #expect(
            columns(second).dropFirst(5) == [
                "property_hs_title string", "property_hs_url string", "property_seats string", "ingestedat timestamptz",
            ])
        #expect(Array(second.assignments.prefix(2)) == first.assignments)
        #expect(batch(second, events).strings("property_seats") == [nil, "1"])
        #expect(batch(second, events).strings("property_hs_title") == ["Home", nil])
    }

    @Test("a name given in the middle of a run stays, though a plainer one comes after it")
    func namesWhileReading() {
        let first = table(visited).extended(with: ["a-b"])
        let second = first.extended(with: ["a_b"])
        #expect(first.assignments.map(\.column) == ["property_a_b"])
        #expect(second.assignments.map(\.property) == ["a-b", "a_b"])
        #expect(second.assignments[0].column == "property_a_b")
        let rows = batch(second, [event("x", ["a-b": "1", "a_b": "2"])])
        #expect(rows.strings("property_a_b") == ["1"])
        #expect(rows.strings(second.assignments[1].column) == ["2"])
    }

    @Test("the next run knows a property from its assignment alone")
    func nextRun() {
        let first = table(visited, seen: ["hs_url"])
        let second = table(visited, assigned: first.assignments)
        #expect(second.definition == first.definition)
        #expect(second.unknownProperties(in: [event("a", ["hs_url": "/"])]).isEmpty)
        #expect(batch(second, [event("a", ["hs_url": "/"])]).strings("property_hs_url") == ["/"])
    }

    @Test("a definition that becomes readable later keeps text columns and gives numbers one of their own")
    func definedLater() {
        let first = table(demo([]), seen: ["plan", "seats"])
        let second = table(
            demo([property("plan", "enumeration"), property("seats", "number")]), assigned: first.assignments)
        let rows = batch(second, [event("a", ["plan": "pro", "seats": "7"])])
        #expect(rows.strings("property_plan") == ["pro"])
        #expect(rows.strings("property_seats") == [nil])
        #expect(rows.doubles("property_seats__number") == [7])
    }

    @Test("while a definition cannot be read its columns stay filled, and sensitive properties stay out")
    func definitionLost() {
        var secret = property("diagnosis")
        secret.dataSensitivity = "sensitive"
        let first = table(demo([property("seats", "number"), secret]))
        let second = table(demo([]), seen: ["diagnosis"], assigned: first.assignments)
        #expect(second.definition.columns.map(\.name) == first.definition.columns.map(\.name))
        let events = [event("a", ["seats": "7", "diagnosis": "x"])]
        #expect(second.unknownProperties(in: events).isEmpty)
        #expect(batch(second, events).doubles("property_seats") == [7])
        var counts = ConversionCounts()
        let combined = CombinedEventsTable(second).batch(for: events, ingestedAt: readingTime, counting: &counts)
        #expect(combined.strings("properties") == [#"{"seats":"7"}"#])
    }

    @Test("omitted properties are in neither table, and a wider choice later brings them back")
    func omitted() {
        var settings = TableSettings()
        settings.omittedProperties = ["events_visited_page.hs_c*", "e_visited_page.ip", "4-96000.agent"]
        settings.properties = ["contacts.email"]
        let events = [event("a", ["hs_city": "Oslo", "ip": "x", "agent": "y", "hs_url": "/"])]
        let seen = ["hs_city", "ip", "agent", "hs_url"]
        let narrow = EventsTable(type: visited, names: names(visited), properties: seen, settings: settings)
        #expect(narrow.definition.columns.map(\.name).dropFirst(5) == ["property_hs_url", "ingestedat"])
        var counts = ConversionCounts()
        let unlearned = EventsTable(type: visited, names: names(visited), settings: settings)
        for table in [narrow, unlearned] {
            let rows = CombinedEventsTable(table).batch(for: events, ingestedAt: readingTime, counting: &counts)
            #expect(rows.strings("properties") == [#"{"hs_url":"/"}"#])
        }
        let wide = EventsTable(type: visited, names: names(visited), assigned: narrow.assignments)
        #expect(batch(wide, events).strings("property_hs_city") == ["Oslo"])
    }

    @Test("B045: where new properties are ignored, the first run's columns are all, also in the middle of a run")
    func ignoreNew() {
        var settings = TableSettings()
        settings.newProperties = .ignore
        let made = EventsTable(type: visited, names: names(visited), properties: ["a"], settings: settings)
            .extended(with: ["b"])
        #expect(made.assignments.filter(\.isColumn).map(\.property) == ["a", "b"])
        let later = EventsTable(type: visited, names: names(visited), assigned: made.assignments, settings: settings)
            .extended(with: ["c"])
        #expect(later.definition == made.definition)
        #expect(later.ignoredProperties == ["c"])
    }

    @Test("the combined table holds one event type per file, its properties as JSON in HubSpot's encoding")
    func combined() {
        let table = table(demo([property("at", "datetime"), property("ok", "bool")]))
        var counts = ConversionCounts()
        let rows = CombinedEventsTable(table).batch(
            for: [
                event("a", ["ok": "TRUE", "at": "2025-05-01T10:00:00Z", "z": "\"", "Z": "1", "cleared": ""]),
                event("a", ["ok": "again"]), event("b", ["at": "soon"]),
            ], ingestedAt: readingTime, counting: &counts)
        #expect(
            rows.strings("properties") == [
                #"{"Z":"1","at":"1746093600000","ok":"true","z":"\""}"#, #"{"at":"soon"}"#,
            ])
        #expect(rows.strings("eventname") == ["pe1_demo", "pe1_demo"])
        #expect(rows.strings("eventtypeid") == ["6-1", "6-1"])
        #expect(counts.unparsed == ["events": ["at": 1]])
        #expect(CombinedEventsTable.definition.partitionColumn == "eventtypeid")
        #expect(CombinedEventsTable.definition.primaryKey == ["eventtypeid", "id", "occurredat"])
    }
}
