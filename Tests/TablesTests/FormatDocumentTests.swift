import CRM
import Foundation
import Parquet
import Testing

@testable import Tables

/// `docs/format.md` against the code.
@Suite struct FormatDocumentTests {
    /// Per table, its column lines as the document should have them: name, type, and `key` for the primary key's.
    private static func documented() throws -> [String: [String]] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/format.md"), encoding: .utf8)
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
