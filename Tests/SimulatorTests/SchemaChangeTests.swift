import Foundations
import Testing

@testable import Simulator

@Suite("Changes of what the account can hold")
struct SchemaChangeTests {
    let account = TestAccount()

    @Test("a pipeline is made, changed and taken away; what is left out stays")
    func pipelines() async throws {
        let path = "/crm/pipelines/2026-03/deals"
        try await change(
            #"{"kind":"put-pipeline","type":"deals","id":"p","label":"New","stages":[{"id":"a","label":"A","probability":"0.5"},{"id":"b","label":"B","isClosed":true}]}"#
        )
        var made = try await account.get("\(path)/p").json
        #expect(made["label"] == .string("New") && made["stages"][1]["metadata"]["isClosed"] == .string("true"))
        #expect(made["stages"][0]["metadata"]["probability"] == .string("0.5"))
        try await change(#"{"kind":"put-pipeline","type":"deals","id":"p","stages":[{"id":"a","label":"Still A"}]}"#)
        made = try await account.get("\(path)/p").json
        #expect(made["label"] == .string("New") && made["stages"][0]["label"] == .string("Still A"))
        let stages = account.simulation.truth.rows("pipeline_stages") ?? []
        #expect(stages.filter { $0["pipelineid"] == "p" }.count == 1)
        try await change(#"{"kind":"remove-pipeline","type":"deals","id":"p"}"#)
        #expect(try await account.get("\(path)/p").status == 404)
    }

    @Test("a custom type comes with properties and associations, and goes only without records; no id is given twice")
    func types() async throws {
        let id = try await made(#"{"kind":"add-type","name":"boat","label":"Boat"}"#)
        #expect(
            try await account.get("/crm-object-schemas/2026-03/schemas/\(id)").json["labels"]["plural"]
                == .string("Boats"))
        let boat = try await made(#"{"kind":"create","type":"boat","properties":{"title":"Argo"}}"#)
        #expect(
            try await account.get("/crm/objects/2026-03/\(id)/\(boat)?properties=title").json["properties"]["title"]
                == .string("Argo"))
        #expect(try await account.get("/crm/associations/2026-03/\(id)/0-1/labels").status == 200)
        let refused = try await account.post(
            "/_simulator/changes", #"{"kind":"remove-type","type":"boat"}"#, token: nil)
        #expect(refused.status == 400)
        try await change(#"{"kind":"archive","type":"boat","id":"\#(boat)"}"#)
        try await change(#"{"kind":"remove-type","type":"boat"}"#)
        #expect(try await account.get("/crm/objects/2026-03/\(id)").status == 400)
        #expect(try await made(#"{"kind":"add-type","name":"boat","label":"Boat"}"#) != id)
    }

    @Test("a purged record's id is not given to another one")
    func ids() async throws {
        let first = try await made(#"{"kind":"create","type":"deals"}"#)
        try await change(#"{"kind":"purge","type":"deals","id":"\#(first)"}"#)
        #expect(try await made(#"{"kind":"create","type":"deals"}"#) != first)
    }

    @Test("an association type gets another label in the direction that is named")
    func labels() async throws {
        try await change(#"{"kind":"update-label","type":"contacts","to":"companies","typeId":152,"label":"Fitter"}"#)
        let rows = account.simulation.truth.rows("association_definitions") ?? []
        #expect(rows.filter { $0["label"] == "Fitter" }.map { $0["id"] } == [152])
    }

    private func change(_ body: String) async throws {
        #expect(try await account.post("/_simulator/changes", body, token: nil).status == 200)
    }

    private func made(_ body: String) async throws -> String {
        try #require(try await account.post("/_simulator/changes", body, token: nil).json["ids"][0].text)
    }
}
