import CRM
import Foundation
import Foundations
import Parquet
import Testing

@testable import Tables

@Suite struct ReferenceTablesTests {
    private func stage(_ id: String, _ metadata: [String: String]) -> Pipeline.Stage {
        Pipeline.Stage(
            id: id, label: id, displayOrder: 0, metadata: metadata, isArchived: false, createdAt: readingTime,
            updatedAt: nil, archivedAt: nil)
    }

    private func pipeline(_ stages: [Pipeline.Stage]) -> Pipeline {
        Pipeline(
            id: "default", label: "Sales", displayOrder: 1, isArchived: true, createdAt: nil, updatedAt: nil,
            archivedAt: readingTime, stages: stages)
    }

    @Test("owners are active unless archived, and their teams are rows of their own")
    func owners() {
        let owner = Owner(
            id: "77", type: "PERSON", email: "ada@example.com", firstName: "Ada", lastName: nil, userID: nil,
            userIDIncludingInactive: 9_007_199_254_740_993, isArchived: true, createdAt: nil, updatedAt: readingTime,
            teams: [
                Owner.Team(id: "1", name: "North", isPrimary: true), Owner.Team(id: "2", name: nil, isPrimary: nil),
            ])
        let owners = OwnersTable().batch(for: [owner], ingestedAt: readingTime)
        #expect(owners.strings("ownerid") == ["77"])
        #expect(owners.int64s("userid") == [nil])
        #expect(owners.int64s("useridincludinginactive") == [9_007_199_254_740_993])
        #expect(owners.booleans("isactive") == [false])
        #expect(owners.booleans("archived") == [true])
        let teams = OwnerTeamsTable().batch(for: [owner, owner], ingestedAt: readingTime)
        #expect(teams.strings("ownerid") == ["77", "77", "77", "77"])
        #expect(teams.strings("teamid") == ["1", "2", "1", "2"])
        #expect(teams.booleans("isprimary") == [true, nil, true, nil])
    }

    @Test("an archived pipeline stays")
    func pipelines() {
        let batch = PipelinesTable().batch(for: [pipeline([])], of: .deals, ingestedAt: readingTime)
        #expect(batch.strings("objecttypeid") == ["0-3"])
        #expect(batch.strings("pipelineid") == ["default"])
        #expect(batch.booleans("archived") == [true])
        #expect(batch.int64s("archivedat") == [readingTime.microseconds])
    }

    @Test("a stage is closed as deals or tickets say it; where neither does, that is unknown")
    func stages() throws {
        let stages = [
            stage("won", ["probability": "1.0", "isClosed": "true"]),
            stage("new", ["isClosed": "false", "probability": "0.2"]), stage("closed", ["ticketState": "CLOSED"]),
            stage("open", ["ticketState": "OPEN"]), stage("odd", ["note": "say \"x\"\n"]), stage("none", [:]),
        ]
        let batch = PipelineStagesTable().batch(for: [pipeline(stages)], of: .deals, ingestedAt: readingTime)
        #expect(batch.booleans("isclosed") == [true, false, true, false, nil, nil])
        #expect(batch.doubles("probability") == [1, 0.2, nil, nil, nil, nil])
        let metadata = try #require(batch.strings("metadata")).compactMap(\.self)
        #expect(metadata[0] == #"{"isClosed":"true","probability":"1.0"}"#)
        #expect(metadata[5] == "{}")
        let odd = try JSONSerialization.jsonObject(with: Data(metadata[4].utf8)) as? [String: String]
        #expect(odd == ["note": "say \"x\"\n"])
    }

    @Test("a type's row tells who defined it and what its table is called")
    func types() {
        let pets = ObjectType.custom(5, name: "pet", plural: "Pets")
        let batch = TypeDefinitionsTable().batch(
            for: [.contacts, pets, .deals], names: TableNames.assign([.contacts, pets]), ingestedAt: readingTime)
        #expect(batch.strings("objecttypeid") == ["0-1", "2-5", "0-3"])
        #expect(batch.strings("metatype") == ["hubspot", "portal", "hubspot"])
        #expect(batch.strings("tablename") == ["objects_contacts", "objects_pets", nil])
        #expect(batch.strings("pluralname") == ["Contacts", "Pets", "Deals"])
    }

    @Test("event types are rows too; their id or, without one, their prefix tells who defined them")
    func eventTypes() {
        var demo = EventType(id: "6-77", fullyQualifiedName: "pe1_demo")
        demo.name = "demo"
        demo.label = "Demo booked"
        demo.description = "Somebody wants to see it."
        demo.isArchived = true
        let others = ["e_visited_page", "ae9_sync", "odd"].map { EventType(id: $0, fullyQualifiedName: $0) }
        let names = TableNames.assign([.contacts], events: [demo, others[0]])
        let batch = TypeDefinitionsTable().batch(
            for: [.contacts], events: [demo] + others, names: names, ingestedAt: readingTime)
        #expect(batch.strings("objecttypeid") == ["0-1", "6-77", "e_visited_page", "ae9_sync", "odd"])
        #expect(batch.strings("name") == ["contact", "demo", "visited_page", "sync", "odd"])
        #expect(batch.strings("metatype") == ["hubspot", "portal", "hubspot", "integrator", nil])
        #expect(batch.strings("singularname") == ["Contact", "Demo booked", nil, nil, nil])
        #expect(batch.strings("pluralname") == ["Contacts", nil, nil, nil, nil])
        #expect(batch.strings("tablename") == ["objects_contacts", "events_demo", "events_visited_page", nil, nil])
        #expect(batch.booleans("archived") == [false, true, false, false, false])
    }

    @Test("every definition has a row with the name of its column, also where there is no column")
    func properties() {
        var secret = property("Secret", "number")
        secret.dataSensitivity = "sensitive"
        secret.optionsJSON = #"[{"value":"b"},{"value":"a"}]"#
        let definitions = [property("email"), secret, property("old", "date", isArchived: true)]
        let table = ObjectsTable(contacts: definitions)
        let batch = PropertyDefinitionsTable().batch(
            for: definitions, of: .contacts, assignments: table.assignments, ingestedAt: readingTime)
        #expect(batch.strings("columnname") == ["property_email", "property_old", "property_secret"])
        #expect(batch.strings("name") == ["email", "old", "Secret"])
        #expect(batch.booleans("archived") == [false, true, false])
        #expect(batch.strings("datasensitivity") == [nil, nil, "sensitive"])
        #expect(batch.strings("options") == [nil, nil, #"[{"value":"b"},{"value":"a"}]"#])
    }

    @Test("a column whose property HubSpot no longer lists keeps its row, archived")
    func vanishedProperty() {
        let first = ObjectsTable(contacts: [property("a"), property("b")])
        let second = ObjectsTable(contacts: [property("a"), property("b", "number")], assigned: first.assignments)
        let batch = PropertyDefinitionsTable().batch(
            for: [property("b", "number")], of: .contacts, assignments: second.assignments, ingestedAt: readingTime)
        #expect(batch.strings("columnname") == ["property_a", "property_b", "property_b__number"])
        #expect(batch.booleans("archived") == [true, true, false])
    }
}
