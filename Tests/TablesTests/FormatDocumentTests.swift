import CRM
import Foundation
import Parquet
import Testing

@testable import Tables

/// `docs/format.md` against the code.
@Suite struct FormatDocumentTests {
    private static func document(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/\(name).md"), encoding: .utf8)
    }

    /// Per table, its column lines as the document should have them: name, type, and `key` for the primary key's.
    private static func documented() throws -> [String: [String]] {
        let text = try document("format")
        var tables: [String: [String]] = [:]
        var table: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("#") {
                let title = line.drop { $0 == "#" || $0 == " " }
                table = line.hasPrefix("### `") ? String(title.filter { $0 != "`" }) : nil
            } else if let table, line.hasPrefix("| ") {
                let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                guard cells.count >= 2, cells[0] != "column", !cells[0].hasPrefix("---") else { continue }
                let name = cells[0].replacing("&lt;", with: "<").replacing("&gt;", with: ">")
                let isKey = name.hasPrefix("**")
                tables[table, default: []].append("\(name.filter { $0 != "*" }) \(cells[1])\(isKey ? " key" : "")")
            }
        }
        return tables
    }

    /// The tables that do not depend on the account.
    private static let fixed = [
        CombinedObjectsTable().definition, ObjectPropertiesTable.definition, CombinedPropertiesTable.definition,
        CombinedAssociationsTable().definition, CombinedEventsTable.definition, PropertyHistoryTable.definition,
        ObjectLifeCycleTable().definition,
        TypeDefinitionsTable().definition, PropertyDefinitionsTable().definition,
        AssociationDefinitionsTable().definition, OwnersTable().definition, OwnerTeamsTable().definition,
        PipelinesTable().definition, PipelineStagesTable().definition, ListsTable().definition,
        ListMembershipsTable().definition, SyncRunsTable().definition,
    ]

    private static func lines(_ definition: TableDefinition) -> [String] {
        definition.columns.map { column in
            "\(column.name) \(column.type.name)\(definition.primaryKey.contains(column.name) ? " key" : "")"
        }
    }

    @Test("the column lists in docs/format.md are those of the code")
    func columns() throws {
        let documented = try Self.documented()
        let fixed = Self.fixed
        for definition in fixed { #expect(documented[definition.name] == Self.lines(definition), "\(definition.name)") }

        let objects = ObjectsTable(contacts: []).definition
        #expect(
            documented["objects_<plural>"]
                == Self.lines(objects) + ["property_<name> by type", "property_unparsed_<name> string"])

        let pair = AssociationPair(from: .contacts, to: .deals)
        let names = TableNames.assign([.contacts, .deals], pairs: [pair])
        let associations = try #require(AssociationsTable(pair: pair, names: names)).definition
        let expected = Self.lines(associations).map { line in
            line.replacing("contact_objectid", with: "<singular x>_objectid").replacing(
                "deal_objectid", with: "<singular y>_objectid")
        }
        #expect(documented["associations_<plural x>_to_<plural y>"] == expected)

        let event = EventType(id: "6-1", fullyQualifiedName: "pe1_demo")
        var events = Self.lines(EventsTable(type: event, names: TableNames.assign([], events: [event])).definition)
        events.insert(contentsOf: ["property_<name> by type", "property_unparsed_<name> string"], at: events.count - 1)
        #expect(documented["events_<name>"] == events)
        #expect(documented.count == fixed.count + 3)
    }

    @Test("the tables of docs/format.md are all that there are")
    func tables() throws {
        let everything = TableSelection(types: [], pairs: [], events: [], names: TableNames(), organization: .both)
        #expect(Set(everything.tables.map(\.name)) == Set(Self.fixed.map(\.name)))
    }

    @Test("docs/format.md names the table of each kind of marketing e-mail event")
    func marketingEmails() throws {
        let lines = try Self.document("format").split(separator: "\n")
        for event in MarketingEmailEventKind.allCases {
            let table = try #require(TableNames.assign([], events: [event.eventType])[event.eventType])
            #expect(lines.contains { $0.contains("`\(event.rawValue)`") && $0.contains("`\(table)`") })
        }
    }

    @Test("docs/coverage.md says of exactly the event types with a known id that they have one")
    func coveredEvents() throws {
        let lines = try Self.document("coverage").split(separator: "\n").filter { $0.hasPrefix("| `events_") }
        let withID = lines.filter { $0.contains("with their ids") || $0.contains("with the id ") }
        let documented = withID.flatMap { line in
            line.split(separator: "|")[0].split(separator: "`").filter { $0.hasPrefix("events_") }.map(String.init)
        }
        #expect(
            Set(documented).subtracting(["events_<name>"])
                == Set(KnownEventTypes.ids.keys.map { "events_\($0.dropFirst(2))" }))
    }

    @Test("the document's example of folding is right")
    func folding() { #expect(NameFolding.fold("Deal Size-€") == "deal_size__") }

    @Test("every column has a comment, its key columns are required and nothing else is")
    func comments() {
        for definition in Self.fixed {
            #expect(!definition.comment.isEmpty)
            #expect(definition.columns.allSatisfy { !$0.comment.isEmpty })
            #expect(definition.columns.filter(\.isRequired).map(\.name) == definition.primaryKey)
        }
    }
}
