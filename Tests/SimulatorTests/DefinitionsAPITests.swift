import Testing

@testable import Simulator

@Suite("Definitions, owners and pipelines")
struct DefinitionsAPITests {
    let account = TestAccount()

    @Test("six calls give every property definition of a type once")
    func properties() async throws {
        var names: [String] = []
        for sensitivity in ["non_sensitive", "sensitive", "highly_sensitive"] {
            for archived in [false, true] {
                let reply = try await account.get(
                    "/crm/properties/2026-03/contacts?archived=\(archived)&dataSensitivity=\(sensitivity)")
                for property in reply.json["results"].list {
                    #expect(property["archived"] == .bool(archived))
                    #expect(property["dataSensitivity"] == .string(sensitivity))
                    #expect((property["archivedAt"] != .null) == archived)
                    names.append(try #require(property["name"].text))
                }
            }
        }
        let truth = try #require(account.simulation.truth.rows("property_definitions"))
        let expected = truth.filter { $0["objecttypeid"] == "0-1" }.compactMap { $0["name"] }
        #expect(
            names.map(JSON.string).sorted { $0.rendered < $1.rendered } == expected.sorted { $0.rendered < $1.rendered }
        )
        #expect(try await account.get("/crm/properties/2026-03/contacts?dataSensitivity=secret").status == 400)
    }

    @Test("the custom type's schema says its ids, names and dates")
    func schemas() async throws {
        let schemas = try await account.get("/crm-object-schemas/2026-03/schemas").json["results"].list
        #expect(schemas.count == 1)
        #expect(schemas[0]["objectTypeId"] == .string("2-3456789"))
        #expect(schemas[0]["fullyQualifiedName"] == .string("p4242_pet"))
        #expect(schemas[0]["labels"]["plural"] == .string("Pets"))
        #expect(schemas[0]["properties"].list.count > 5)
        let bare = try await account.get("/crm-object-schemas/2026-03/schemas/pet?includePropertyDefinitions=false")
        #expect(bare.json["properties"] == .array([]))
    }

    @Test("owners come in two lists, page by opaque cursors, and archived ones have lost their user id")
    func owners() async throws {
        let live = try await account.pages("/crm/owners/2026-03?limit=4")
        let archived = try await account.pages("/crm/owners/2026-03?limit=4&archived=true")
        #expect(live.count + archived.count == 18)
        #expect(archived.allSatisfy { $0["userId"] == .null })
        #expect(archived.contains { $0["userIdIncludingInactive"] != .null })
        #expect(Set(live.map { $0["type"].text }) == ["PERSON", "QUEUE"])
        #expect(live.contains { $0["teams"] == .null } && live.contains { $0["teams"].list.count == 2 })
        #expect(try await account.get("/crm/owners/2026-03?limit=501").status == 400)
        #expect(try await account.get("/crm/owners/2026-03?after=7").status == 400)
    }

    @Test(
        "deals and pets have pipelines, contacts and companies an empty list",
        arguments: [
            ("deals", 2), ("pet", 1), ("contacts", 0), ("companies", 0),
        ])
    func pipelines(type: String, count: Int) async throws {
        #expect(try await account.get("/crm/pipelines/2026-03/\(type)").json["results"].list.count == count)
    }

    @Test(
        "v3 and v4 paths answer as the dated ones, but for the newer fields",
        arguments: [
            (
                "/crm/v3/objects/contacts?limit=50&properties=email,Score-A&associations=companies",
                "/crm/objects/2026-03/contacts?limit=50&properties=email,Score-A&associations=companies"
            ),
            ("/crm/v3/properties/contacts", "/crm/properties/2026-03/contacts"),
            ("/crm/v3/schemas", "/crm-object-schemas/2026-03/schemas"),
            ("/crm/v3/pipelines/deals", "/crm/pipelines/2026-03/deals"),
            ("/crm/v3/owners/", "/crm/owners/2026-03"),
            ("/crm/v4/associations/0-3/0-2/labels", "/crm/associations/2026-03/0-3/0-2/labels"),
            ("/account-info/v3/details", "/account-info/2026-03/details"),
        ])
    func aliases(old: String, dated: String) async throws {
        let newer: Set = ["url", "dataSensitivity", "numberDisplayHint", "textDisplayHint", "dateDisplayHint"]
        let left = try await account.get(old)
        let right = try await account.get(dated)
        #expect(left.status == 200 && right.status == 200)
        #expect(left.json == left.json.without(newer))
        #expect(left.json.without(["link"]) == right.json.without(newer.union(["link"])))
    }
}
