import CRM
import Foundations
import Testing

@testable import Sync

@Suite struct RecordReadingTests {
    private let moment = Timestamp(microseconds: 1_800_000_000_000_000)

    private func property(
        _ name: String, type: String = "string", created: Int64? = nil, calculated: Bool = false
    ) -> PropertyDefinition {
        var property = PropertyDefinition(name: name, label: name, type: type, fieldType: "text")
        property.createdAt = created.map { moment.adding(seconds: $0) }
        property.isCalculated = calculated
        return property
    }

    private func fingerprint(_ properties: [PropertyDefinition]) -> PropertyFingerprint {
        PropertyFingerprint(requested: properties.map(\.name), definitions: properties)
    }

    private func cursor(_ shape: String?, partition: String? = nil) -> TableCursor {
        var cursor = TableCursor()
        cursor.through = [partition ?? "": moment.milliseconds]
        cursor.shapes = shape.map { [partition ?? "": $0] }
        return cursor
    }

    private func reading(
        _ cursor: TableCursor, _ properties: [PropertyDefinition], everything: Bool = false
    ) -> RecordReading {
        RecordReading(
            cursor, partition: nil, fingerprint: fingerprint(properties), now: moment.adding(seconds: 600),
            everything: everything)
    }

    @Test("a table that was read before with the same properties gets what changed since")
    func changes() {
        let properties = [property("email"), property("amount", type: "number")]
        let known = cursor(fingerprint(properties).text)
        #expect(reading(known, properties) == .changes(since: moment))
        #expect(reading(known, properties.reversed()) == .changes(since: moment))
        #expect(reading(known, properties, everything: true) == .full)
    }

    @Test("a new table, another engine's, or one of a version without positions is read in full")
    func full() {
        #expect(reading(TableCursor(), [property("email")]) == .full)
        #expect(reading(cursor(nil), [property("email")]) == .full)
        let other = cursor(fingerprint([property("email")]).text, partition: "0-2")
        #expect(reading(other, [property("email")]) == .full)
    }

    @Test(
        "widening the selection of properties reads all records again; so does a property that left or changed its type"
    )
    func widened() {
        let known = cursor(fingerprint([property("email", created: -90)]).text)
        #expect(reading(known, [property("email"), property("phone", created: -50)]) == .full)
        #expect(reading(known, [property("email"), property("phone")]) == .full)
        #expect(reading(known, []) == .full)
        #expect(reading(known, [property("email", type: "number")]) == .full)
    }

    @Test("a property created after the table was read costs nothing, but a calculated one does")
    func created() {
        let known = cursor(fingerprint([property("email")]).text)
        #expect(reading(known, [property("email"), property("phone", created: 50)]) == .changes(since: moment))
        #expect(reading(known, [property("email"), property("score", created: 50, calculated: true)]) == .full)
    }

    @Test("a property that was deleted and made again, of the same type, has none of its old values")
    func recreated() {
        let known = cursor(fingerprint([property("email"), property("phone", created: -50)]).text)
        #expect(reading(known, [property("email"), property("phone", created: -50)]) == .changes(since: moment))
        #expect(reading(known, [property("email"), property("phone", created: 50)]) == .full)
        // It was made again between two runs, and only the one after the next saw the definitions.
        #expect(reading(known, [property("email"), property("phone", created: -10)]) == .full)
    }

    @Test("windows overlap, reach past the run's beginning, and far back when late records are looked for")
    func window() {
        let now = moment.adding(seconds: 600)
        let window = ChangeWindow.window(since: moment, now: now, late: false)
        #expect(window == moment.adding(seconds: -900)..<now.adding(seconds: 300))
        #expect(ChangeWindow.window(since: moment, now: now, late: true).lowerBound == moment.adding(seconds: -7_200))
    }

    private func loading(
        _ cursor: TableCursor, _ properties: [PropertyDefinition], isEmpty: Bool = false, startsOver: Bool = false
    ) -> LoadPosition? {
        RecordReading(
            cursor, partition: "0-1", isEmpty: isEmpty, fingerprint: fingerprint(properties),
            now: moment.adding(seconds: 600), everything: false, startsOver: startsOver
        ).load
    }

    @Test("a table without rows is loaded for the first time; where a run was interrupted, the next goes on behind it")
    func load() {
        let properties = [property("email")]
        let new = LoadPosition(began: moment.adding(seconds: 600), shape: fingerprint(properties).text)
        #expect(loading(TableCursor(), properties, isEmpty: true) == new)
        #expect(loading(cursor(fingerprint(properties).text, partition: "0-1"), properties, isEmpty: true) == nil)
        var begun = LoadPosition(began: moment, shape: fingerprint(properties).text)
        begun.ids.insert(0...77)
        var cursor = TableCursor()
        cursor.loads = ["0-1": begun]
        #expect(loading(cursor, properties) == begun)
        #expect(loading(cursor, properties + [property("phone", created: 50)]) == begun)
        #expect(loading(cursor, properties + [property("phone", created: -50)])?.isAtStart == true)
        #expect(loading(cursor, properties, startsOver: true) == new)
        cursor.loads?["0-1"]?.began = moment.adding(seconds: 100_000)
        #expect(loading(cursor, properties) == new)
    }

    @Test("a position in the future was told by a wrong clock: all is read again")
    func future() {
        let properties = [property("email")]
        var cursor = cursor(fingerprint(properties).text)
        cursor.through = ["": moment.adding(seconds: 100_000).milliseconds]
        #expect(reading(cursor, properties) == .full)
    }
}
