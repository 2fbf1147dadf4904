import Foundations
import Testing

@testable import Simulator

@Suite("Lists")
struct ListsAPITests {
    let account = TestAccount {
        $0.everything = 1
        $0.contacts = 700
    }

    @Test("search pages by offset through all lists but deleted ones, of three kinds")
    func search() async throws {
        var found: [Node] = []
        var offset: Int64 = 0
        while true {
            let page = try await account.post(
                "/crm/lists/2026-03/search", #"{"count":3,"offset":\#(offset),"additionalProperties":["hs_list_size"]}"#
            ).json
            found += page["lists"].list
            guard page["hasMore"] == .bool(true) else { break }
            offset = try #require(page["offset"].integer)
        }
        let truth = try #require(account.simulation.truth.rows("lists"))
        let shown = truth.filter { $0["deletedat"] == .null }
        #expect(found.compactMap { $0["listId"].text }.map(JSON.string) == shown.compactMap { $0["listid"] })
        #expect(Set(found.map { $0["processingType"].text }) == ["MANUAL", "DYNAMIC", "SNAPSHOT"])
        for (list, row) in zip(found, shown) {
            #expect(list["additionalProperties"]["hs_list_size"].text == row["size"]?.rendered)
        }
        #expect(try await account.post("/crm/lists/2026-03/search", #"{"count":501}"#).status == 400)
        let manual = try await account.post("/crm/v3/lists/search", #"{"processingTypes":["MANUAL"]}"#).json["lists"]
            .list
        #expect(!manual.isEmpty && manual.allSatisfy { $0["processingType"] == .string("MANUAL") })
    }

    @Test(
        "memberships page by record id, join-order by time, both to the same truth",
        arguments: ["memberships", "memberships/join-order"])
    func memberships(path: String) async throws {
        let results = try await account.pages("/crm/lists/2026-03/11/\(path)?limit=250")
        let truth = try #require(account.simulation.truth.rows("list_memberships")).filter { $0["listid"] == "11" }
        #expect(results.count > 500)
        let rows = results.map { "\($0["recordId"].text ?? "") \($0["membershipTimestamp"].text ?? "")" }
        #expect(
            rows.sorted()
                == truth.compactMap { row in
                    guard case .string(let id) = row["objectid"], case .string(let time) = row["joinedat"] else {
                        return nil
                    }
                    return "\(id) \(time)"
                }.sorted())
        let keys = results.compactMap {
            path == "memberships"
                ? $0["recordId"].text.flatMap(Int64.init)
                : $0["membershipTimestamp"].text.flatMap { Timestamp(iso8601: $0)?.milliseconds }
        }
        #expect(keys == keys.sorted())
        #expect(try await account.get("/crm/lists/2026-03/11/\(path)?limit=251").status == 400)
        #expect(try await account.get("/crm/lists/2026-03/11/\(path)").json["results"].list.count == 100)
        #expect(try await account.get("/crm/lists/2026-03/11/\(path)?after=7").status == 400)
    }

    @Test("downwards from before the same members come in the other order")
    func downwards() async throws {
        let up = try await account.get("/crm/lists/2026-03/11/memberships/join-order?limit=60").json
        let cursor = try #require(up["paging"]["next"]["after"].text)
        let down = try await account.get("/crm/lists/2026-03/11/memberships/join-order?limit=59&before=\(cursor)").json
        #expect(down["results"].list == Array(up["results"].list.dropLast().reversed()))
        #expect(down["paging"] == .null)
    }

    @Test("records enter and leave, lists are made, deleted for 90 days, and restored")
    func changes() async throws {
        func change(_ body: String) async throws -> Reply { try await account.post("/_simulator/changes", body) }
        let ids = try await account.get("/crm/v3/objects/contacts?limit=3").json["results"].list.compactMap {
            $0["id"].text
        }
        let id = try #require(
            try await change(#"{"kind":"create-list","type":"contacts","name":"New","ids":["\#(ids[0])"]}"#).json[
                "ids"][0].text)
        account.clock.advance(by: .seconds(5))
        _ = try await change(#"{"kind":"add-to-list","list":\#(id),"ids":["\#(ids[1])","\#(ids[2])"]}"#)
        _ = try await change(#"{"kind":"remove-from-list","list":\#(id),"ids":["\#(ids[1])"]}"#)
        _ = try await change(#"{"kind":"archive","type":"contacts","id":"\#(ids[0])"}"#)
        let members = try await account.get("/crm/lists/2026-03/\(id)/memberships").json
        #expect(members["results"].list.map { $0["recordId"].text } == [ids[2]])
        #expect(members["results"][0]["membershipTimestamp"].text == account.clock.now().iso8601)
        let lists = try await account.get("/crm/lists/2026-03/records/0-1/\(ids[2])/memberships").json["results"].list
        #expect(lists.contains { $0["listId"].text == id })
        _ = try await change(#"{"kind":"delete-list","list":"\#(id)"}"#)
        #expect(try await account.get("/crm/lists/2026-03/\(id)").json["list"]["deletedAt"] != .null)
        let found = try await account.post("/crm/lists/2026-03/search", #"{"count":500}"#).json["lists"].list
        #expect(!found.contains { $0["listId"].text == id })
        _ = try await change(#"{"kind":"restore-list","list":"\#(id)"}"#)
        #expect(try await account.get("/crm/lists/2026-03/\(id)").json["list"]["deletedAt"] == .null)
        _ = try await change(#"{"kind":"delete-list","list":"\#(id)"}"#)
        account.simulation.advanceClock(by: .seconds(91 * 86_400))
        #expect(try await account.get("/crm/lists/2026-03/\(id)").status == 404)
    }
}
