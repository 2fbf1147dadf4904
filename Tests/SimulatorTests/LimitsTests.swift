import Foundations
import Testing

@testable import Simulator

@Suite("Tokens, scopes and limits")
struct LimitsTests {
    @Test("a missing or wrong token gets 401")
    func tokens() async throws {
        let account = TestAccount()
        for token in [nil, "", "pat-na1-other"] {
            let reply = try await account.get("/crm/objects/2026-03/contacts", token: token)
            #expect(reply.status == 401)
            #expect(reply.json["category"] == .string("INVALID_AUTHENTICATION"))
        }
    }

    @Test("without the type's scope the records are forbidden and the scope is named; others go on")
    func scopes() async throws {
        let account = TestAccount { $0.withheldScopes = ["crm.objects.deals.read"] }
        for target in ["/crm/objects/2026-03/deals", "/crm/v3/objects/0-3/101"] {
            let reply = try await account.get(target)
            #expect(reply.status == 403)
            #expect(reply.json["category"] == .string("MISSING_SCOPES"))
            #expect(
                reply.json["errors"][0]["context"]["requiredGranularScopes"]
                    == .array([.string("crm.objects.deals.read")]))
        }
        #expect(
            try await account.post("/crm/v4/associations/contacts/deals/batch/read", #"{"inputs":[{"id":"1"}]}"#).status
                == 403)
        #expect(try await account.get("/crm/objects/2026-03/contacts").status == 200)
        #expect(try await account.get("/crm/properties/2026-03/deals").status == 200)
    }

    @Test("a scope can be withheld from one token alone")
    func scopesOfAToken() async throws {
        let account = TestAccount {
            $0.tokens = ["poor", "rich"]
            $0.withheldScopesByToken = ["poor": ["crm.objects.owners.read"]]
        }
        #expect(try await account.get("/crm/owners/2026-03", token: "poor").status == 403)
        #expect(try await account.get("/crm/owners/2026-03", token: "rich").status == 200)
    }

    @Test("without the sensitive scope sensitive values are absent")
    func sensitive() async throws {
        let target = "/crm/objects/2026-03/contacts?limit=1&properties=passport_number,phone"
        let scopes: Set = ["crm.objects.contacts.sensitive.read", "crm.objects.contacts.sensitive.read.v2"]
        let without = try await TestAccount { $0.withheldScopes = scopes }.get(target).json["results"][0]["properties"]
            .members
        let with = try await TestAccount().get(target).json["results"][0]["properties"].members
        #expect(without["passport_number"] == nil && without["phone"] != nil)
        #expect(with["passport_number"] != nil)
    }

    @Test("the general window rolls: 190 calls, then 429 until the oldest is ten seconds old")
    func general() async throws {
        let account = TestAccount { $0.generalLimit = 190 }
        let target = "/account-info/2026-03/details"
        for call in 1...190 {
            let reply = try await account.get(target)
            #expect(reply.status == 200)
            #expect(reply.headers["x-hubspot-ratelimit-remaining"] == String(190 - call))
            account.clock.advance(by: .milliseconds(10))
        }
        let refused = try await account.get(target)
        #expect(refused.status == 429)
        #expect(refused.json["policyName"] == .string("TEN_SECONDLY_ROLLING"))
        #expect(refused.headers["retry-after"] == nil)
        account.clock.advance(by: .milliseconds(10_000 - 1_900 + 5))
        #expect(try await account.get(target).status == 200)
        #expect(try await account.get(target).status == 429)
    }

    @Test("two tokens have a general window each, search is the account's and sends no headers")
    func separation() async throws {
        let account = TestAccount {
            $0.tokens = ["a", "b"]
            $0.generalLimit = 1
            $0.searchLimit = 5
            $0.associationsLimit = 2
        }
        #expect(try await account.get("/crm/owners/2026-03", token: "a").status == 200)
        #expect(try await account.get("/crm/owners/2026-03", token: "a").status == 429)
        #expect(try await account.get("/crm/owners/2026-03", token: "b").status == 200)
        var last: Reply?
        for call in 1...6 {
            let reply = try await account.post(
                "/crm/objects/2026-03/deals/search", "{}", token: call % 2 == 0 ? "a" : "b")
            #expect(reply.status == (call < 6 ? 200 : 429))
            last = reply
        }
        #expect(last?.json["policyName"] == .string("SECONDLY"))
        #expect(last?.headers["x-hubspot-ratelimit-max"] == nil)
        let labels = "/crm/v4/associations/contacts/deals/labels"
        #expect(try await account.get(labels, token: "a").status == 200)
        #expect(try await account.get(labels, token: "b").status == 200)
        #expect(try await account.get(labels, token: "a").status == 429)
    }

    @Test("the day's limit holds until midnight in the account's time zone")
    func daily() async throws {
        let account = TestAccount { $0.dailyLimit = 2 }
        let target = "/account-info/2026-03/api-usage/daily/private-apps"
        _ = try await account.get(target)
        let usage = try await account.get(target).json["results"][0]
        #expect(usage["currentUsage"] == .integer(2))
        let refused = try await account.get(target)
        #expect(refused.status == 429 && refused.json["policyName"] == .string("DAILY"))
        let reset = try #require(usage["resetsAt"].text.flatMap { Timestamp(iso8601: $0) })
        #expect(reset.iso8601.hasSuffix("T16:00:00.000Z"))
        account.clock.advance(by: .milliseconds(reset.milliseconds - account.clock.now().milliseconds))
        #expect(try await account.get(target).status == 200)
    }

    @Test("a limited call costs nothing and control calls are never counted")
    func control() async throws {
        let account = TestAccount { $0.generalLimit = 1 }
        for _ in 0..<5 { #expect(try await account.get("/_simulator/calls", token: nil).status == 200) }
        _ = try await account.get("/crm/owners/2026-03")
        _ = try await account.get("/crm/owners/2026-03")
        let calls = try await account.get("/_simulator/calls").json
        #expect(calls["total"] == .integer(2))
        #expect(calls["byStatus"] == .object(["200": .integer(1), "429": .integer(1)]))
        #expect(calls["byEndpoint"] == .object(["owners.list": .integer(2)]))
        #expect(calls["byBudget"] == .object(["general": .integer(2)]))
    }
}
