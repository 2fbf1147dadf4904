import Foundations
import Testing

@testable import Simulator

@Suite("Faults")
struct FaultTests {
    @Test(
        "each kind that replaces the answer strikes as often as ordered, then the real answer comes",
        arguments: [
            ("401", 401), ("403", 403), ("429", 429), ("500", 500), ("502-html", 502), ("503", 503), ("not-json", 200),
            ("html-200", 200), ("400", 400), ("401-expired", 401), ("403-plain", 403), ("404", 404), ("423", 423),
            ("477", 477), ("488", 488), ("504-html", 504), ("521-html", 521), ("524", 524),
        ])
    func kinds(kind: String, status: Int) async throws {
        let account = TestAccount()
        _ = try await account.post(
            "/_simulator/faults", #"{"path":"/contacts","kind":"\#(kind)","times":2,"after":1}"#, token: nil)
        let target = "/crm/objects/2026-03/contacts"
        let whole = try await account.get(target)
        #expect(whole.status == 200)
        for _ in 0..<2 {
            let struck = try await account.get(target)
            #expect(struck.status == status)
            #expect(struck.json["results"] == .null)
        }
        #expect(try await account.get("/crm/objects/2026-03/deals").status == 200)
        #expect(try await account.get(target).json["results"] == whole.json["results"])
    }

    @Test("a 429 names the ordered policy and says when to come back")
    func policy() async throws {
        let account = TestAccount()
        account.simulation.add(FaultRule(path: "", kind: .rateLimited, policyName: "DAILY", retryAfter: 7))
        let reply = try await account.get("/crm/owners/2026-03")
        #expect(reply.json["policyName"] == .string("DAILY"))
        #expect(reply.headers["retry-after"] == "7")
    }

    @Test("a moving account says when to come back, a wrong region which is right, a plain 403 no category")
    func wording() async throws {
        let account = TestAccount()
        for kind in [FaultRule.Kind.moving, .wrongRegion, .notInSubscription] {
            account.simulation.add(FaultRule(path: "", kind: kind))
        }
        #expect(try await account.get("/crm/owners/2026-03").headers["retry-after"] == "3600")
        #expect(try await account.get("/crm/owners/2026-03").json["correctHublet"] == .string("eu1"))
        #expect(try await account.get("/crm/owners/2026-03").json["category"] == .null)
    }

    @Test("random faults strike about their share of the calls, the same ones at each start")
    func random() async throws {
        func statuses() async throws -> [Int] {
            let account = TestAccount {
                $0.faults = ["429=0.1", "502=0.1"].compactMap { FaultRule(random: $0) }
            }
            var statuses: [Int] = []
            for _ in 0..<400 { statuses.append(try await account.get("/account-info/2026-03/details").status) }
            return statuses
        }
        let once = try await statuses()
        #expect(try await statuses() == once)
        for status in [429, 502] { #expect((20...60).contains(once.count { $0 == status })) }
        #expect(Set(once) == [200, 429, 502])
        for wrong in ["429", "429=2", "meteor=0.1", "=", "429=x"] { #expect(FaultRule(random: wrong) == nil) }
    }

    @Test("a delayed answer is the real one, later")
    func delay() async throws {
        let account = TestAccount()
        account.simulation.add(FaultRule(path: "owners", kind: .delay, milliseconds: 5_000))
        let before = account.clock.now()
        #expect(try await account.get("/crm/owners/2026-03").status == 200)
        #expect(account.clock.now() == before.adding(seconds: 5))
    }

    @Test("a bad value touches only the first record's values")
    func badValue() async throws {
        let account = TestAccount()
        let target = "/crm/objects/2026-03/contacts?properties=num_employees,birthday"
        let whole = try await account.get(target).json["results"].list
        account.simulation.add(FaultRule(path: "contacts", kind: .badValue))
        let spoilt = try await account.get(target).json["results"].list
        #expect(spoilt[0]["id"] == whole[0]["id"])
        #expect(spoilt[0]["properties"]["num_employees"] == .string("NaN"))
        #expect(spoilt.dropFirst() == whole.dropFirst())
    }

    @Test("an unknown kind is refused")
    func unknown() async throws {
        #expect(try await TestAccount().post("/_simulator/faults", #"{"kind":"meteor"}"#).status == 400)
    }
}
