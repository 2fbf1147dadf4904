import Testing

@testable import Simulator

@Suite("Associations")
struct AssociationsAPITests {
    @Test(
        "batch read, followed page by page, gives exactly the truth in both directions",
        arguments: [
            ("0-1", "0-2"), ("0-2", "0-1"), ("0-1", "0-3"), ("0-3", "0-2"), ("2-3456789", "0-1"),
        ])
    func batchRead(from: String, to: String) async throws {
        let account = TestAccount { $0.associationPage = 40 }
        let truth = try #require(account.simulation.truth.rows("associations/\(from)/\(to)")).map(\.rendered)
        let ids = try #require(account.simulation.truth.rows("objects/\(from)")).compactMap { $0["objectid"]?.rendered }
        var inputs = ids.map { "{\"id\":\($0)}" }
        var found: [String] = []
        var rounds = 0
        while !inputs.isEmpty {
            let reply = try await account.post(
                "/crm/associations/2026-03/\(from)/\(to)/batch/read", "{\"inputs\":[\(inputs.joined(separator: ","))]}")
            try #require(reply.status == 200 || reply.status == 207)
            inputs = []
            rounds += 1
            for result in reply.json["results"].list {
                let source = try #require(result["from"]["id"].text)
                #expect(result["to"].list.count <= 40)
                for target in result["to"].list {
                    let id = try #require(target["toObjectId"].integer)
                    for kind in target["associationTypes"].list {
                        found.append(
                            JSON.fields([
                                "fromobjectid": .string(source), "toobjectid": .string(String(id)),
                                "associationcategory": .text(kind["category"].text),
                                "associationtypeid": .integer(kind["typeId"].integer ?? -1),
                                "label": .text(kind["label"].text),
                            ]).rendered)
                    }
                }
                if let after = result["paging"]["next"]["after"].text {
                    inputs.append("{\"id\":\"\(source)\",\"after\":\"\(after)\"}")
                }
            }
        }
        #expect(found.sorted() == truth.sorted())
        #expect(rounds > 1)
    }

    @Test("ids without associations are errors of a 207, and a 404 when no id has any; a foreign cursor is refused")
    func none() async throws {
        let account = TestAccount()
        let known = try #require(
            account.simulation.truth.rows("associations/0-1/0-2")?.first?["fromobjectid"]?.rendered)
        let path = "/crm/v4/associations/contacts/companies/batch/read"
        let some = try await account.post(path, "{\"inputs\":[{\"id\":\(known)},{\"id\":\"3\"}]}")
        #expect(some.status == 207)
        #expect(some.json["errors"][0]["subCategory"] == .string("crm.associations.NO_ASSOCIATIONS_FOUND"))
        #expect(some.json["errors"][0]["context"]["fromObjectId"] == .array([.string("3")]))
        #expect(try await account.post(path, #"{"inputs":[{"id":"3"}]}"#).status == 404)
        #expect(try await account.post(path, "{\"inputs\":[{\"id\":\(known),\"after\":\"!\"}]}").status == 400)
        let many = (0..<1_001).map { "{\"id\":\"\($0)\"}" }.joined(separator: ",")
        #expect(try await account.post(path, "{\"inputs\":[\(many)]}").status == 400)
    }

    @Test("labels list the types of a directed pair; a pair without types has an empty list")
    func labels() async throws {
        let account = TestAccount()
        let labels = try await account.get("/crm/associations/2026-03/contacts/companies/labels").json["results"].list
        #expect(labels.contains { $0["typeId"] == .integer(279) && $0["label"] == .null })
        #expect(labels.contains { $0["typeId"] == .integer(1) && $0["label"] == .string("Primary") })
        #expect(Set(labels.map { $0["category"].text }) == ["HUBSPOT_DEFINED", "USER_DEFINED", "INTEGRATOR_DEFINED"])
        #expect(try await account.get("/crm/v4/associations/contacts/contacts/labels").json["results"] == .array([]))
        #expect(try await account.get("/crm/v4/associations/contacts/foo/labels").status == 400)
    }

    @Test("the associations of one record page by 500")
    func ofRecord() async throws {
        let account = TestAccount { $0.contacts = 800 }
        let id = try #require(
            try await account.get("/crm/objects/2026-03/companies?limit=1").json["results"][0]["id"].text)
        let path = "/crm/v4/objects/companies/\(id)/associations/contacts?limit=500"
        let truth = try #require(account.simulation.truth.rows("associations/0-2/0-1"))
        let expected = Set(truth.filter { $0["fromobjectid"] == .string(id) }.map { $0["toobjectid"]?.rendered })
        #expect(try await account.get(path).json["results"].list.count == 500)
        #expect(try await account.pages(path).count == expected.count)
        #expect(expected.count > 500)
    }
}
