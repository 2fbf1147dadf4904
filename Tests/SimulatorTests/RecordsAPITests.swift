import Testing

@testable import Simulator

@Suite("Records")
struct RecordsAPITests {
    let account = TestAccount()

    @Test("a list has 10 records unless asked, 100 at most, and refuses more", arguments: ["2026-03/contacts", "v3"])
    func limits(version: String) async throws {
        let path = version == "v3" ? "/crm/v3/objects/contacts" : "/crm/objects/2026-03/contacts"
        #expect(try await account.get(path).json["results"].list.count == 10)
        #expect(try await account.get(path + "?limit=100").json["results"].list.count == 100)
        for limit in ["101", "0", "-1", "ten"] {
            let reply = try await account.get(path + "?limit=\(limit)")
            #expect(reply.status == 400)
            #expect(reply.json["category"] == .string("VALIDATION_ERROR"))
            #expect(reply.json["correlationId"].text != nil)
        }
    }

    @Test(
        "paging gives every live record once, by ascending id, and the last page has no next", arguments: [1, 7, 100])
    func paging(limit: Int) async throws {
        let ids = try await account.pages("/crm/objects/2026-03/0-2?limit=\(limit)").compactMap { $0["id"].text }
        let expected = try #require(account.simulation.truth.rows("objects/0-2")).compactMap { $0["objectid"] }
        #expect(ids.map(JSON.string) == expected)
    }

    @Test("after takes any integer and nothing else")
    func cursors() async throws {
        let all = try await account.pages("/crm/objects/2026-03/deals?limit=100").compactMap { $0["id"].text }
        let middle = try #require(Int64(all[60]))
        let rest = try await account.get("/crm/objects/2026-03/deals?limit=1&after=\(middle - 1)").json["results"].list
        #expect(rest.first?["id"].text.flatMap(Int64.init) == middle || Int64(all[59]) == middle - 1)
        #expect(try await account.get("/crm/objects/2026-03/deals?after=NTAw").status == 400)
    }

    @Test("a type answers to its singular, plural, id and fully qualified name, and an unknown one is refused")
    func names() async throws {
        var bodies: Set<String> = []
        for name in ["pet", "pets", "2-3456789", "p4242_pet"] {
            bodies.insert(try await account.get("/crm/objects/2026-03/\(name)").json["results"][0]["id"].text ?? "")
        }
        #expect(bodies.count == 1 && bodies.first != "")
        let unknown = try await account.get("/crm/objects/2026-03/foo")
        #expect(unknown.status == 400)
        #expect(unknown.json["message"] == .string("Unable to infer object type from: foo"))
    }

    @Test("asked properties come with text or null; unknown and archived names are ignored")
    func properties() async throws {
        let target = "/crm/objects/2026-03/contacts?limit=100&properties=phone,nonsense,fax_old&properties=Score-A"
        let records = try await account.get(target).json["results"].list
        for record in records {
            #expect(
                Set(record["properties"].members.keys)
                    == ["createdate", "hs_object_id", "lastmodifieddate", "phone", "Score-A"])
            #expect(record["properties"]["hs_object_id"] == record["id"])
            #expect(record["properties"]["lastmodifieddate"] == record["updatedAt"])
        }
        let phones = Set(records.map { $0["properties"]["phone"] })
        #expect(phones.contains(.null) && phones.contains(.string("")))
    }

    @Test("archived=true lists the archived records only, with archivedAt")
    func archived() async throws {
        let records = try await account.pages("/crm/objects/2026-03/contacts?limit=5&archived=true")
        #expect(records.count == 15)
        #expect(records.allSatisfy { $0["archived"] == .bool(true) && $0["archivedAt"].text != nil })
        let id = try #require(records.first?["id"].text)
        #expect(try await account.get("/crm/objects/2026-03/contacts/\(id)").status == 404)
        #expect(try await account.get("/crm/objects/2026-03/contacts/\(id)?archived=true").status == 200)
    }

    @Test("batch read takes 100 ids, answers 207 when some are missing and 404 when all are")
    func batchRead() async throws {
        let ids = try await account.get("/crm/objects/2026-03/contacts?limit=3").json["results"].list.compactMap {
            $0["id"].text
        }
        func read(_ ids: [String]) async throws -> Reply {
            let inputs = ids.map { "{\"id\":\"\($0)\"}" }.joined(separator: ",")
            return try await account.post(
                "/crm/objects/2026-03/contacts/batch/read", "{\"inputs\":[\(inputs)],\"properties\":[\"email\"]}")
        }
        let all = try await read(ids.reversed() + [ids[0]])
        #expect(all.status == 200)
        #expect(Set(all.json["results"].list.map { $0["id"].text }) == Set(ids))
        #expect(all.json["errors"] == .null)
        let some = try await read(ids + ["5", "x"])
        #expect(some.status == 207)
        #expect(some.json["results"].list.count == 3)
        #expect(some.json["errors"][0]["context"]["ids"] == .array([.string("5"), .string("x")]))
        #expect(try await read(["5"]).status == 404)
        #expect(try await read([]).status == 400)
        #expect(try await read((0..<101).map { String($0) }).status == 400)
        #expect(try await account.post("/crm/objects/2026-03/contacts/batch/read", "{").status == 400)
    }

    @Test("a URL over the limit gets a page, and all names of deals are over it")
    func urlLength() async throws {
        let names = try await account.get("/crm/properties/2026-03/deals").json["results"].list.compactMap {
            $0["name"].text
        }
        #expect(names.count >= 300)
        let reply = try await account.get("/crm/objects/2026-03/deals?properties=\(names.joined(separator: ","))")
        #expect(reply.status == 414)
        #expect(reply.headers["content-type"] == "text/html")
        #expect(
            try await account.get("/crm/objects/2026-03/deals?properties=\(names.prefix(100).joined(separator: ","))")
                .status == 200)
    }
}

extension Node: Hashable {
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
