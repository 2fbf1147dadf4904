import Foundations
import Testing

@testable import Simulator

@Suite("Search")
struct SearchAPITests {
    let path = "/crm/objects/2026-03/contacts/search"

    @Test("a window on last-modified finds what the truth says, sorted, page by page")
    func window() async throws {
        let account = TestAccount()
        let low: Int64 = 1_600_000_000_000
        let high: Int64 = 1_748_746_800_123
        let expected = try #require(account.simulation.truth.rows("objects/0-1")).compactMap { row -> String? in
            guard case .string(let updated) = row["updatedat"], case .string(let id) = row["objectid"],
                let time = Timestamp(iso8601: updated)?.milliseconds, (low...high).contains(time)
            else { return nil }
            return id
        }
        var found: [Node] = []
        var after = 0
        while true {
            let reply = try await account.post(
                path,
                """
                {"filterGroups":[{"filters":[{"propertyName":"lastmodifieddate","operator":"GTE","value":"\(low)"},
                {"propertyName":"lastmodifieddate","operator":"LTE","value":"2025-06-01T03:00:00.123Z"}]}],
                "sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}],"limit":50,"after":"\(after)"}
                """)
            try #require(reply.status == 200)
            #expect(reply.json["total"] == .integer(Int64(expected.count)))
            found += reply.json["results"].list
            guard let next = reply.json["paging"]["next"]["after"].text else { break }
            after = try #require(Int(next))
        }
        #expect(found.compactMap { $0["id"].text } == expected)
        #expect(expected.count > 100)
    }

    @Test(
        "each operator selects as its name says, an enumeration with its case",
        arguments: [
            (#""operator":"EQ","value":"lead""#, ["lead"]),
            (#""operator":"IN","values":["lead","other"]"#, ["lead", "other"]),
            (#""operator":"HAS_PROPERTY""#, ["subscriber", "lead", "opportunity", "customer", "other"]),
            (#""operator":"NOT_HAS_PROPERTY""#, [nil, ""]), (#""operator":"EQ","value":"LEAD""#, []),
        ] as [(String, Set<String?>)])
    func operators(filter: String, matching: Set<String?>) async throws {
        let account = TestAccount()
        let rows = try #require(account.simulation.truth.rows("objects/0-1"))
        let expected = rows.filter { row in
            if case .string(let value) = row["properties"]?["lifecyclestage"] {
                matching.contains(value)
            } else {
                matching.contains(nil)
            }
        }
        let reply = try await account.post(
            path, "{\"filters\":[{\"propertyName\":\"lifecyclestage\",\(filter)}],\"limit\":200}")
        #expect(reply.json["total"] == .integer(Int64(expected.count)))
    }

    @Test(
        "what search cannot do is refused",
        arguments: [
            #"{"limit":201}"#, #"{"limit":0}"#, #"{"limit":200,"after":"9801"}"#, #"{"after":"x"}"#,
            #"{"sorts":[{"propertyName":"email"},{"propertyName":"phone"}]}"#,
            #"{"filters":[{"propertyName":"nonsense","operator":"EQ","value":"1"}]}"#,
            #"{"filters":[{"propertyName":"blood_pressure","operator":"HAS_PROPERTY"}]}"#,
            #"{"filters":[{"propertyName":"email","operator":"LIKE","value":"1"}]}"#,
            #"{"filters":[{"propertyName":"email","operator":"EQ"}]}"#,
        ])
    func refusals(body: String) async throws {
        #expect(try await TestAccount().post(path, body).status == 400)
    }

    @Test("seven filters in a group, six groups and nineteen filters are too many")
    func filterLimits() async throws {
        let account = TestAccount()
        let filter = #"{"propertyName":"email","operator":"HAS_PROPERTY"}"#
        func search(_ sizes: [Int]) async throws -> Int {
            let groups = sizes.map {
                "{\"filters\":[" + Array(repeating: filter, count: $0).joined(separator: ",") + "]}"
            }
            return try await account.post(path, "{\"filterGroups\":[\(groups.joined(separator: ","))]}").status
        }
        #expect(try await search([6, 6, 6]) == 200)
        #expect(try await search([7]) == 400)
        #expect(try await search([1, 1, 1, 1, 1, 1]) == 400)
        #expect(try await search([5, 5, 5, 4]) == 400)
    }

    @Test("the index trails changes by its lag")
    func lag() async throws {
        let account = TestAccount { $0.indexLagMilliseconds = 30_000 }
        func total(_ email: String) async throws -> Node {
            try await account.post(path, #"{"filters":[{"propertyName":"email","operator":"EQ","value":"\#(email)"}]}"#)
                .json["total"]
        }
        _ = try await account.post(
            "/_simulator/changes", #"{"kind":"create","type":"contacts","properties":{"email":"new@example.com"}}"#)
        #expect(try await total("new@example.com") == .integer(0))
        account.clock.advance(by: .seconds(29))
        #expect(try await total("new@example.com") == .integer(0))
        account.clock.advance(by: .seconds(2))
        #expect(try await total("NEW@example.com") == .integer(1))
    }
}
