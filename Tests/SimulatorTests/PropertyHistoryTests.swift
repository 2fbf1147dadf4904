import Foundations
import Testing

@testable import Simulator

@Suite("Property history")
struct PropertyHistoryTests {
    let account = TestAccount()

    @Test(
        "history is newest first, starts with the current value, and has entries where there is a value",
        arguments: ["contacts", "deals", "pet"])
    func consistency(type: String) async throws {
        let names = try await account.get("/crm/properties/2026-03/\(type)").json["results"].list.compactMap {
            $0["name"].text
        }
        .filter { !$0.contains("long_name") }.prefix(30).joined(separator: ",")
        let records = try await account.pages(
            "/crm/objects/2026-03/\(type)?limit=50&properties=\(names)&propertiesWithHistory=\(names)")
        var longest = 0
        var cleared = 0
        var ties = 0
        for record in records {
            for (name, value) in record["properties"].members {
                let entries = record["propertiesWithHistory"][name].list
                longest = max(longest, entries.count)
                #expect(entries.isEmpty == (value == .null), "\(name)")
                if let first = entries.first { #expect(first["value"] == value, "\(name)") }
                let times = entries.compactMap { $0["timestamp"].text }
                #expect(times == times.sorted(by: >), "\(name)")
                #expect(entries.allSatisfy { $0["sourceType"].text?.isEmpty == false })
                #expect(Set(entries.map { "\($0["timestamp"])\($0["value"])" }).count == entries.count)
                cleared += entries.count { $0["value"] == .string("") }
                ties += entries.count - Set(times).count
            }
        }
        #expect(longest > 5 && cleared > 0 && ties > 0)
    }

    @Test("with history a list has 50 records at most, and so has a batch unless it is set otherwise")
    func caps() async throws {
        let list = "/crm/v3/objects/contacts?propertiesWithHistory=email"
        #expect(try await account.get(list + "&limit=50").json["results"].list.count == 50)
        #expect(try await account.get(list + "&limit=51").status == 400)
        let wider = TestAccount { $0.batchWithHistory = 100 }
        let ids = try await account.get("/crm/v3/objects/contacts?limit=51").json["results"].list.compactMap {
            $0["id"].text
        }
        func read(_ account: TestAccount, _ ids: some Collection<String>) async throws -> Reply {
            let inputs = ids.map { "{\"id\":\"\($0)\"}" }.joined(separator: ",")
            return try await account.post(
                "/crm/v3/objects/contacts/batch/read", "{\"inputs\":[\(inputs)],\"propertiesWithHistory\":[\"email\"]}")
        }
        #expect(try await read(account, ids.prefix(50)).json["results"][0]["propertiesWithHistory"] != .null)
        #expect(try await read(account, ids).status == 400)
        #expect(try await read(wider, ids).status == 200)
    }

    @Test("list, one and batch show the same history, and the truth too")
    func agreement() async throws {
        let query = "limit=50&propertiesWithHistory=phone,birthday"
        let listed = try await account.get("/crm/objects/2026-03/contacts?\(query)").json["results"].list
        let inputs = listed.compactMap { $0["id"].text }.map { "{\"id\":\"\($0)\"}" }.joined(separator: ",")
        let batch = try await account.post(
            "/crm/objects/2026-03/contacts/batch/read",
            "{\"inputs\":[\(inputs)],\"propertiesWithHistory\":[\"phone\",\"birthday\"]}"
        ).json["results"].list
        #expect(batch == listed)
        let one = try #require(listed.last)
        let id = try #require(one["id"].text)
        #expect(try await account.get("/crm/objects/2026-03/contacts/\(id)?\(query)").json == one)
        let truth = try #require(account.simulation.truth.rows("history/0-1")).filter {
            $0["objectid"] == .string(id) && $0["name"] == "phone"
        }
        #expect(
            truth.map { $0["updatedat"]?.rendered }
                == one["propertiesWithHistory"]["phone"].list.map { JSON.text($0["timestamp"].text).rendered })
    }

    @Test("changes are added to the made history; clearing leaves an empty entry; a silent one moves no last-modified")
    func changes() async throws {
        let id = try #require(try await account.get("/crm/objects/2026-03/contacts").json["results"][3]["id"].text)
        func update(_ properties: String, _ rest: String = "") async throws {
            account.clock.advance(by: .seconds(60))
            let reply = try await account.post(
                "/_simulator/changes",
                #"{"kind":"update","type":"contacts","id":"\#(id)","properties":\#(properties)\#(rest)}"#)
            #expect(reply.status == 200)
        }
        let target = "/crm/objects/2026-03/contacts/\(id)?propertiesWithHistory=phone,lastmodifieddate,hubspotscore"
        let before = try await account.get(target).json["propertiesWithHistory"]
        try await update(#"{"phone":"+1"}"#)
        try await update(#"{"phone":""}"#)
        try await update(#"{"phone":null}"#)
        let updated = account.clock.now()
        try await update(#"{"hubspotscore":"77"}"#, #","touches":false"#)
        let after = try await account.get(target).json
        let phones = after["propertiesWithHistory"]["phone"].list
        #expect(phones.prefix(3).map { $0["value"].text } == ["", "", "+1"])
        #expect(Array(phones.dropFirst(3)) == before["phone"].list)
        #expect(after["propertiesWithHistory"]["hubspotscore"][0]["sourceType"] == .string("CALCULATED"))
        #expect(after["updatedAt"] == .string(updated.iso8601))
        #expect(after["propertiesWithHistory"]["lastmodifieddate"].list.count == 4)
    }
}
