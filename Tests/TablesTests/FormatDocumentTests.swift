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

    private static func lines(_ definition: TableDefinition) -> [String] {
        definition.columns.map { column in
            "\(column.name) \(column.type.name)\(definition.primaryKey.contains(column.name) ? " key" : "")"
        }
    }

    @Test("the column lists in docs/format.md are those of the code")
    func columns() throws {
        let documented = try Self.documented()
        let fixed = [
            CombinedPropertiesTable.definition, TypeDefinitionsTable().definition,
            PropertyDefinitionsTable().definition,
            AssociationDefinitionsTable().definition, OwnersTable().definition, OwnerTeamsTable().definition,
            PipelinesTable().definition, PipelineStagesTable().definition,
        ]
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
        #expect(documented.count == fixed.count + 2)
    }

    @Test("the document's example of folding is right")
    func folding() { #expect(NameFolding.fold("Deal Size-€") == "deal_size__") }

    @Test("every column has a comment, its key columns are required and nothing else is")
    func comments() {
        for definition in [
            OwnersTable().definition, PipelineStagesTable().definition, PropertyDefinitionsTable().definition,
            CombinedPropertiesTable.definition,
        ] {
            #expect(!definition.comment.isEmpty)
            #expect(definition.columns.allSatisfy { !$0.comment.isEmpty })
            #expect(definition.columns.filter(\.isRequired).map(\.name) == definition.primaryKey)
        }
    }
}
