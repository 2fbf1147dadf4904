import Foundations
import Testing

@testable import Simulator

@Suite("Changes")
struct ChangeTests {
    let account = TestAccount()

    @Test("an update sets the value and the last-modified time; API and truth agree")
    func update() async throws {
        let id = try #require(try await account.get("/crm/objects/2026-03/contacts").json["results"][4]["id"].text)
        #expect(
            try await change(
                #"{"kind":"update","type":"contacts","id":"\#(id)","properties":{"phone":"+1","email":null}}"#
            ).status == 200)
        let record = try await account.get("/crm/objects/2026-03/contacts/\(id)?properties=phone,email").json
        #expect(record["properties"]["phone"] == .string("+1"))
        #expect(record["properties"]["email"] == .null)
        #expect(record["updatedAt"] == .string(account.clock.now().iso8601))
        let row = try #require(account.simulation.truth.rows("objects/0-1")?.first { $0["objectid"] == .string(id) })
        #expect(row["properties"]?["phone"] == "+1" && row["properties"]?["email"] == .null)
    }

    @Test("create, archive, restore and purge move a record in and out of the lists")
    func life() async throws {
        let created = try await change(#"[{"kind":"create","type":"deals","properties":{"amount":"12"}}]"#)
        let id = try #require(created.json["ids"][0].text)
        #expect(try await account.get("/crm/objects/2026-03/deals/\(id)").json["properties"]["amount"] == .string("12"))
        _ = try await change(#"{"kind":"archive","type":"deals","id":"\#(id)"}"#)
        #expect(try await account.get("/crm/objects/2026-03/deals/\(id)").status == 404)
        #expect(try await account.get("/crm/objects/2026-03/deals/\(id)?archived=true").status == 200)
        _ = try await change(#"{"kind":"restore","type":"deals","id":"\#(id)"}"#)
        #expect(try await account.get("/crm/objects/2026-03/deals/\(id)").status == 200)
        _ = try await change(#"{"kind":"purge","type":"deals","id":"\#(id)"}"#)
        #expect(try await account.get("/crm/objects/2026-03/deals/\(id)?archived=true").status == 404)
    }

    @Test("associating and dissociating change both directions and no last-modified")
    func associate() async throws {
        let contact = try #require(try await change(#"{"kind":"create","type":"contacts"}"#).json["ids"][0].text)
        let deal = try #require(try await change(#"{"kind":"create","type":"deals"}"#).json["ids"][0].text)
        account.clock.advance(by: .seconds(60))
        let pair = #""type":"contacts","id":"\#(contact)","to":"deals","toId":"\#(deal)""#
        _ = try await change(#"{"kind":"associate",\#(pair),"typeId":21}"#)
        let links = try await account.get("/crm/v4/objects/deals/\(deal)/associations/contacts").json["results"]
        #expect(links[0]["toObjectId"] == .integer(try #require(Int64(contact))))
        #expect(links[0]["associationTypes"].list.map { $0["typeId"].integer } == [3, 22])
        let record = try await account.get("/crm/objects/2026-03/deals/\(deal)").json
        #expect(record["updatedAt"] == record["createdAt"])
        _ = try await change(#"{"kind":"dissociate",\#(pair)}"#)
        #expect(
            try await account.get("/crm/v4/objects/deals/\(deal)/associations/contacts").json["results"] == .array([]))
    }

    @Test("an added property can be set; a removed one leaves the records and joins the archived definitions")
    func properties() async throws {
        _ = try await change(#"{"kind":"add-property","type":"pet","name":"fur","propertyType":"number"}"#)
        let unset = try await account.get("/crm/objects/2026-03/pet?limit=100&properties=fur").json["results"].list
        #expect(!unset.isEmpty && unset.allSatisfy { $0["properties"]["fur"] == .null })
        let id = try #require(unset.first?["id"].text)
        _ = try await change(#"{"kind":"update","type":"pet","id":"\#(id)","properties":{"fur":"3"}}"#)
        #expect(
            try await account.get("/crm/objects/2026-03/pet/\(id)?properties=fur").json["properties"]["fur"]
                == .string("3"))
        _ = try await change(#"{"kind":"remove-property","type":"pet","name":"fur"}"#)
        #expect(
            try await account.get("/crm/objects/2026-03/pet/\(id)?properties=fur").json["properties"].members["fur"]
                == nil)
        let archived = try await account.get("/crm/properties/2026-03/pet?archived=true").json["results"].list
        #expect(archived.map { $0["name"].text } == ["fur"])
    }

    @Test("a list of changes with a wrong one changes nothing")
    func atomicity() async throws {
        let before = account.simulation.truth.rows("objects/0-1")
        #expect(
            try await change(#"[{"kind":"create","type":"contacts"},{"kind":"archive","type":"contacts","id":"3"}]"#)
                .status == 404)
        #expect(account.simulation.truth.rows("objects/0-1") == before)
    }

    private func change(_ body: String) async throws -> Reply { try await account.post("/_simulator/changes", body) }
}
