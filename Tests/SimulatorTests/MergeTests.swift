import Foundations
import Testing

@testable import Simulator

@Suite("Merges, the archive's horizon and bulk edits")
struct MergeTests {
    let account = TestAccount()

    @Test(
        "a merge makes a new record, or keeps the primary's id; old ids lead to it on single reads alone",
        arguments: [true, false])
    func merge(isNew: Bool) async throws {
        let (primary, other) = try await two()
        let before = try await account.get("/crm/v3/objects/contacts/\(primary)?properties=email,phone").json
        let merged = try await change(
            #"{"kind":"merge","type":"contacts","id":"\#(primary)","toId":"\#(other)","newId":\#(isNew)}"#)
        let survivor = try #require(merged.json["ids"][0].text)
        #expect((survivor != primary) == isNew)
        let target = "/crm/v3/objects/contacts/\(other)?properties=email,phone,hs_merged_object_ids"
        let found = try await account.get(target).json
        #expect(found["id"] == .string(survivor))
        #expect(found["properties"]["email"] == before["properties"]["email"])
        #expect(found["properties"]["hs_merged_object_ids"] == .string(isNew ? "\(primary);\(other)" : other))
        #expect(found["updatedAt"] == .string(account.clock.now().iso8601))
        let listed = try await account.pages("/crm/v3/objects/contacts?limit=100").compactMap { $0["id"].text }
        #expect(listed.contains(survivor) && !listed.contains(other) && listed.contains(primary) != isNew)
        let archived = try await account.pages("/crm/v3/objects/contacts?limit=100&archived=true").compactMap {
            $0["id"].text
        }
        #expect(!archived.contains(other) && !archived.contains(primary))
        #expect(
            try await account.post("/crm/v3/objects/contacts/batch/read", #"{"inputs":[{"id":"\#(other)"}]}"#).status
                == 404)
        #expect(account.simulation.truth.rows("merges")?.last?["survivorid"] == .string(survivor))
        let links = try #require(account.simulation.truth.rows("associations/0-1/0-2"))
        #expect(!links.contains { $0["fromobjectid"] == .string(other) })
    }

    @Test("the survivor's history holds both records' entries, and its first one is still the current value")
    func history() async throws {
        let (primary, other) = try await two()
        _ = try await change(#"{"kind":"update","type":"contacts","id":"\#(primary)","properties":{"phone":"+1"}}"#)
        account.clock.advance(by: .seconds(9))
        _ = try await change(
            #"{"kind":"update","type":"contacts","id":"\#(other)","properties":{"phone":"+2","message":"hi"}}"#)
        account.clock.advance(by: .seconds(9))
        _ = try await change(#"{"kind":"merge","type":"contacts","id":"\#(primary)","toId":"\#(other)"}"#)
        let found = try await account.get(
            "/crm/v3/objects/contacts/\(primary)?propertiesWithHistory=phone&properties=phone"
        ).json
        let values = found["propertiesWithHistory"]["phone"].list.map { $0["value"].text }
        #expect(values.prefix(3) == ["+1", "+2", "+1"])
        #expect(found["properties"]["phone"] == .string("+1"))
        #expect(found["propertiesWithHistory"]["phone"][0]["sourceType"] == .string("MERGE_OBJECTS"))
    }

    @Test("chains lead to the last survivor; the complete list of ids is in one property, the direct ones in the other")
    func chain() async throws {
        let ids = try await account.get("/crm/v3/objects/contacts?limit=8").json["results"].list.compactMap {
            $0["id"].text
        }
        let first = try #require(
            try await change(#"{"kind":"merge","type":"contacts","id":"\#(ids[4])","toId":"\#(ids[5])"}"#).json["ids"][
                0
            ].text)
        let last = try #require(
            try await change(#"{"kind":"merge","type":"contacts","id":"\#(ids[6])","toId":"\#(first)"}"#).json["ids"][0]
                .text)
        let found = try await account.get(
            "/crm/v3/objects/contacts/\(ids[5])?properties=hs_merged_object_ids,hs_calculated_merged_vids"
        ).json
        #expect(found["id"] == .string(last))
        let all = found["properties"]["hs_merged_object_ids"].text?.split(separator: ";").map(String.init) ?? []
        #expect(Set(all) == [ids[4], ids[5], ids[6], first])
        let pairs = found["properties"]["hs_calculated_merged_vids"].text?.split(separator: ";") ?? []
        #expect(pairs.count == 2)
    }

    @Test("the API's merge and privacy deletion do as the changes do")
    func calls() async throws {
        let (primary, other) = try await two()
        let merged = try await account.post(
            "/crm/v3/objects/contacts/merge", #"{"primaryObjectId":"\#(primary)","objectIdToMerge":"\#(other)"}"#)
        let id = try #require(merged.json["id"].text)
        #expect(id != primary)
        #expect(try await account.post("/crm/v3/objects/contacts/gdpr-delete", #"{"objectId":"\#(id)"}"#).status == 204)
        #expect(try await account.get("/crm/v3/objects/contacts/\(other)").status == 404)
        #expect(try await account.get("/crm/v3/objects/contacts/\(id)?archived=true").status == 404)
    }

    @Test("archived records are within reach for 90 days")
    func horizon() async throws {
        let (one, _) = try await two()
        _ = try await change(#"{"kind":"archive","type":"contacts","id":"\#(one)"}"#)
        _ = try await account.post("/_simulator/clock", #"{"advanceSeconds":7775999}"#, token: nil)
        #expect(
            try await account.pages("/crm/v3/objects/contacts?limit=50&archived=true").compactMap { $0["id"].text } == [
                one
            ])
        _ = try await account.post("/_simulator/clock", #"{"advanceSeconds":2}"#, token: nil)
        #expect(try await account.pages("/crm/v3/objects/contacts?limit=50&archived=true").isEmpty)
        #expect(try await account.get("/crm/v3/objects/contacts/\(one)?archived=true").status == 404)
        #expect(try await change(#"{"kind":"restore","type":"contacts","id":"\#(one)"}"#).status == 404)
        #expect(account.simulation.truth.rows("archived/0-1") == [])
    }

    @Test("a bulk edit touches many records in one millisecond, and search finds them by it")
    func bulkEdit() async throws {
        _ = try await change(#"{"kind":"bulk-edit","type":"contacts","count":250,"properties":{"phone":"+7"}}"#)
        let moment = account.clock.now().milliseconds
        let found = try await account.post(
            "/crm/v3/objects/contacts/search",
            #"{"filters":[{"propertyName":"lastmodifieddate","operator":"EQ","value":"\#(moment)"}],"limit":1}"#)
        #expect(found.json["total"] == .integer(250))
    }

    private func two() async throws -> (String, String) {
        let ids = try await account.get("/crm/v3/objects/contacts?limit=8").json["results"].list.compactMap {
            $0["id"].text
        }
        try #require(ids.count == 8)
        return (ids[4], ids[6])
    }

    private func change(_ body: String) async throws -> Reply { try await account.post("/_simulator/changes", body) }
}
