import CRM
import Parquet
import Testing

@testable import Tables

@Suite struct TableSelectionTests {
    private let pair = AssociationPair(from: .contacts, to: .deals)
    private let common = [
        "object_and_event_type_definitions", "property_definitions", "association_definitions", "owners", "owner_teams",
        "pipelines", "pipeline_stages",
    ]

    private func selection(_ organization: Organization = .individual, _ patterns: [String] = []) -> TableSelection {
        TableSelection(
            types: [.contacts, .deals], pairs: [pair], events: [],
            names: TableNames.assign([.contacts, .deals], pairs: [pair]), organization: organization,
            patterns: patterns)
    }

    @Test("patterns narrow the tables; one that fits none is reported")
    func patterns() {
        let chosen = selection(.individual, TableSelection.patterns(in: "objects_*, owners,objects_contcats"))
        #expect(chosen.tables.map(\.name) == ["objects_contacts", "objects_deals", "owners"])
        #expect(chosen.unmatchedPatterns == ["objects_contcats"])
        #expect(chosen.contains(.objects(.deals)))
        #expect(!chosen.contains(.pipelines))
    }

    @Test("the whole account: events in both organisations; history, lists and runs in each")
    func wholeAccount() {
        let event = EventType(id: "4-96000", fullyQualifiedName: "e_visited_page")
        func tables(_ organization: Organization, _ patterns: [String] = []) -> [TableSelection.Table] {
            TableSelection(
                types: [.contacts, .deals], pairs: [pair], events: [event],
                names: TableNames.assign([.contacts, .deals], pairs: [pair], events: [event]),
                organization: organization, patterns: patterns
            ).tables
        }
        let individual = ["objects_contacts", "objects_deals", "associations_contacts_to_deals", "events_visited_page"]
        let combined = [
            "objects", "object_properties", "object_with_object_properties", "associations", "events",
        ]
        let always =
            ["object_properties_history", "object_lifecycle"] + common + ["lists", "list_memberships", "sync_runs"]
        #expect(tables(.individual).map(\.name) == individual + always)
        #expect(tables(.combined).map(\.name) == combined + always)
        #expect(tables(.both).map(\.name) == individual + combined + always)
        #expect(tables(.both, ["events*"]).map(\.kind) == [.events("e_visited_page"), .combinedEvents])
        let all = tables(.both)
        #expect(Set(all.map(\.kind)).count == all.count)
        #expect(Set(all.map(\.name)).count == all.count)
    }

    @Test("a table of the other organisation is no table here")
    func otherOrganization() {
        #expect(selection(.combined, ["objects_*"]).unmatchedPatterns == ["objects_*"])
    }

    @Test(
        "a pattern fits whole names",
        arguments: [
            ("objects_*", "objects_contacts", true), ("objects_*", "objects", false), ("*", "", true), ("", "", true),
            ("", "a", false), ("*_to_*", "associations_a_to_b", true), ("a*b*c", "aXbXbXc", true),
            ("a*b*c", "aXbXbX", false), ("?eals", "deals", true), ("?", "", false), ("OWNERS", "owners", true),
            ("a**", "a", true), ("*a", "aaab", false), ("*aab", "aaab", true), ("owner", "owners", false),
        ])
    func globs(pattern: String, name: String, expected: Bool) { #expect(Glob(pattern).matches(name) == expected) }

    @Test("column types have the names that a configuration writes")
    func columnTypeNames() {
        for name in ["boolean", "int64", "double", "string", "date", "timestamptz", "decimal(18,4)", "decimal(38,38)"] {
            #expect(ColumnType(name: name)?.name == name)
        }
        #expect(ColumnType(name: "decimal(18, 4)") == .decimal(precision: 18, scale: 4))
        for name in ["decimal", "decimal()", "decimal(0,0)", "decimal(39,1)", "decimal(4,5)", "decimal(4,-1)", "float"]
        {
            #expect(ColumnType(name: name) == nil)
        }
    }
}
