import Foundations
import Testing

@testable import Simulator

@Suite("The whole account")
struct WholeAccountTests {
    let account = TestAccount {
        $0.everything = 1
        $0.customTypes = 5
    }

    @Test("every type of the table is there with records, by its id and its path segment, and five custom ones")
    func types() async throws {
        for type in StandardType.all {
            let byID = try await account.get("/crm/objects/2026-03/\(type.id)").json["results"].list
            #expect(!byID.isEmpty, "\(type.name)")
            #expect(try await account.get("/crm/v3/objects/\(type.plural)").json["results"].list.count == byID.count)
            #expect(try await account.get("/crm/v3/properties/\(type.name)").json["results"].list.count > 8)
        }
        #expect(StandardType.all.count >= 32)
        #expect(Set(StandardType.all.map(\.id)).count == StandardType.all.count)
        let schemas = try await account.get("/crm-object-schemas/2026-03/schemas").json["results"].list
        #expect(schemas.count == 5)
        #expect(schemas.contains { $0["name"] == .string("ticket") && $0["objectTypeId"] != .string("0-5") })
        #expect(
            try await account.get("/crm/objects/2026-03/ticket").json
                == account.get("/crm/objects/2026-03/0-5").json.self)
    }

    @Test("the default account holds none of it, and its records are those of the whole one")
    func defaultAccount() throws {
        let plain = AccountGenerator(SimulatorSettings()).account()
        #expect(plain.types.map(\.id) == ["0-1", "0-2", "0-3", "2-3456789"])
        #expect(plain.lists.isEmpty && plain.eventTypes.isEmpty && plain.emailEvents.isEmpty && plain.merges.isEmpty)
        var settings = SimulatorSettings()
        settings.everything = 2
        settings.merges = 0
        let whole = AccountGenerator(settings).account()
        for type in plain.types {
            #expect(whole.table(type).live.map(\.id) == plain.table(type).live.map(\.id))
            #expect(whole.table(type).live.map(\.updatedAt) == plain.table(type).live.map(\.updatedAt))
        }
    }

    @Test("a count can be given for any type, and brings a standard one into a small account")
    func counts() async throws {
        let account = TestAccount { $0.records = ["tickets": 25, "contacts": 12] }
        #expect(try await account.pages("/crm/objects/2026-03/tickets?limit=7").count == 25)
        #expect(try await account.pages("/crm/objects/2026-03/contacts?limit=100").count == 12)
        #expect(try await account.get("/crm/objects/2026-03/leads").status == 400)
        let counts = try await account.get("/crm/limits/2026-03/records").json
        let usage = counts["hubspotDefinedObjectTypes"].list.reduce(into: [String: Int64]()) {
            $0[$1["objectTypeId"].text ?? ""] = $1["usage"].integer
        }
        #expect(usage == ["0-1": 12, "0-2": 60, "0-3": 120, "0-5": 25])
        #expect(counts["customObjectTypes"]["overallUsage"] == .integer(40))
    }

    @Test("a property wide type has over 1,000 properties on demand")
    func wide() async throws {
        let account = TestAccount { $0.wideProperties = 1_100 }
        #expect(try await account.get("/crm/properties/2026-03/deals").json["results"].list.count > 1_000)
    }

    @Test("contracts have no search; the library says what is switched on")
    func exceptions() async throws {
        #expect(try await account.post("/crm/objects/2026-03/contracts/search", "{}").status == 404)
        let without = TestAccount {
            $0.everything = 1
            $0.missingTypes = ["courses"]
        }
        let enabled = try await without.get("/crm/object-library/2026-03/enablement").json["enablementByObjectTypeId"]
        #expect(enabled["0-410"] == .bool(false) && enabled["0-421"] == .bool(true))
    }

    @Test("tickets say open or closed in their stages, and a pipeline's audit tells its making")
    func pipelines() async throws {
        let pipelines = try await account.get("/crm/pipelines/2026-03/tickets").json["results"].list
        #expect(pipelines.count == 2)
        let states = pipelines.flatMap { $0["stages"].list }.map { $0["metadata"]["ticketState"].text }
        #expect(Set(states) == ["OPEN", "CLOSED"])
        let audit = try await account.get("/crm/pipelines/2026-03/tickets/0/audit").json["results"].list
        #expect(audit.map { $0["action"].text } == ["UPDATE", "CREATE"])
    }

    @Test("company to company links are a parent on one side and a child on the other")
    func withinOneType() throws {
        let table = try #require(account.simulation.truth.rows("associations/0-2/0-2"))
        let rows = Set(
            table.map { "\($0["fromobjectid"] ?? 0)>\($0["toobjectid"] ?? 0):\($0["associationtypeid"] ?? 0)" })
        #expect(rows.count == table.count && !rows.isEmpty)
        for row in table {
            let inverse: Int64 =
                switch row["associationtypeid"] {
                case .integer(14): 13
                case .integer(13): 14
                default: 450
                }
            #expect(rows.contains("\(row["toobjectid"] ?? 0)>\(row["fromobjectid"] ?? 0):\(JSON.integer(inverse))"))
        }
    }
}
