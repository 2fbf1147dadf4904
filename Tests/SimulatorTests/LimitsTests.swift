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

    @Test("a type can be forbidden by itself, or not be part of the subscription, in two wordings")
    func typesApart() async throws {
        let account = TestAccount {
            $0.everything = 1
            $0.forbiddenTypes = ["tasks"]
            $0.missingTypes = ["0-136"]
        }
        let forbidden = try await account.get("/crm/objects/2026-03/tasks")
        #expect(forbidden.status == 403)
        #expect(forbidden.json["category"] == .string("MISSING_SCOPES"))
        #expect(
            forbidden.json["errors"][0]["context"]["requiredGranularScopes"]
                == .array([.string("crm.objects.tasks.read"), .string("crm.objects.contacts.read")]))
        #expect(try await account.get("/crm/properties/2026-03/tasks").status == 200)
        for target in ["/crm/objects/2026-03/leads", "/crm/properties/2026-03/leads", "/crm/pipelines/2026-03/0-136"] {
            let missing = try await account.get(target)
            #expect(missing.status == 403 && missing.json["category"] == .null)
            #expect(missing.json["message"].text?.contains("leads-read") == true)
        }
        for other in ["contacts", "notes", "0-54"] {
            #expect(try await account.get("/crm/objects/2026-03/\(other)").status == 200)
        }
    }

    @Test(
        "lists, events, definitions and e-mail events have scopes of their own",
        arguments: [
            ("crm.lists.read", "/crm/lists/2026-03/11"), ("content", "/email/public/v1/events"),
            ("behavioral_events.event_definitions.read_write", "/events/v3/event-definitions"),
            ("crm.objects.deals.read", "/events/event-occurrences/2026-03?eventType=pe4242_preis_geaendert"),
        ])
    func furtherScopes(scope: String, target: String) async throws {
        let with = TestAccount { $0.everything = 1 }
        #expect(try await with.get(target).status == 200)
        let without = TestAccount {
            $0.everything = 1
            $0.withheldScopes = [scope]
        }
        #expect(try await without.get(target).json["category"] == .string("MISSING_SCOPES"))
    }

    @Test("a token expires after its calls; the refresh token gives another one, and control a second life")
    func expiry() async throws {
        let account = TestAccount { $0.tokenLife = 2 }
        let target = "/account-info/2026-03/details"
        for status in [200, 200, 401, 401] { #expect(try await account.get(target).status == status) }
        #expect(try await account.get(target).json["category"] == .string("EXPIRED_AUTHENTICATION"))
        let refused = try await account.post("/oauth/v1/token", "grant_type=refresh_token&refresh_token=no", token: nil)
        #expect(refused.status == 400 && refused.json["status"] == .string("BAD_REFRESH_TOKEN"))
        let form = "grant_type=refresh_token&refresh_token=na1-simulator-refresh-0000"
        let token = try #require(
            try await account.post("/oauth/2026-03/token", form, token: nil).json["access_token"].text)
        for status in [200, 200, 401] { #expect(try await account.get(target, token: token).status == status) }
        _ = try await account.post("/_simulator/tokens", #"{"renew":"pat-na1-simulator-0000"}"#, token: nil)
        #expect(try await account.get(target).status == 200)
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
