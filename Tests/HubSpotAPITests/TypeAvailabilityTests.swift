import CRM
import Foundations
import HTTP
import HubSpotAPI
import Testing

@Suite("TypeAvailability")
struct TypeAvailabilityTests {
    @Test("B102: tells a type that the account does not have from one that the token may not see")
    func kinds() async throws {
        let transport = AnsweringTransport { request, _ in
            switch request.path {
            case "/crm/object-library/2026-03/enablement":
                .json(200, #"{"enablementByObjectTypeId":{"0-410":false,"0-420":true}}"#)
            case "/crm/objects/2026-03/leads":
                .json(403, #"{"status":"error","message":"Your subscription does not include this object"}"#)
            case "/crm/objects/2026-03/quotes":
                .json(
                    403,
                    #"{"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":["crm.objects.quotes.read"]}}]}"#
                )
            case "/crm/objects/2026-03/orders": .json(403, "{}")
            case "/crm/objects/2026-03/carts":
                .json(403, #"{"message":"no permission to view_schema (requires one of [carts-read])"}"#)
            case "/crm/objects/2026-03/contracts":
                .json(400, #"{"status":"error","message":"Unable to infer object type from: contracts"}"#)
            default: .json(200, listAnswer([1]))
            }
        }
        let names = ["contacts", "courses", "listings", "leads", "quotes", "orders", "carts", "contracts"]
        let types = names.compactMap(StandardObjectTypes.named)
        let found = try await HubSpotClient.testing(transport).availability(of: types)
        let states = types.map { type in
            switch found[type.id] {
            case .available: "available"
            case .notEnabled: "not enabled"
            case .refused(let failure): "refused \(failure.missingPermissions.joined())"
            case nil: "unknown"
            }
        }
        #expect(
            states == [
                "available", "not enabled", "available", "not enabled", "refused crm.objects.quotes.read", "refused ",
                "refused carts-read", "not enabled",
            ])
        #expect(transport.requests.count == 1 + 7)
    }

    @Test("a refused token concerns all types")
    func token() async {
        let transport = AnsweringTransport(.json(401, "{}"))
        let failure = await failure {
            _ = try await HubSpotClient.testing(transport).availability(of: StandardObjectTypes.all)
        }
        #expect(failure?.kind == .authorization)
    }

    @Test("record counts of standard and custom types come with one call")
    func counts() async throws {
        let transport = AnsweringTransport(
            .json(
                200,
                #"""
                {"hubspotDefinedObjectTypes":[{"objectTypeId":"0-1","usage":250000,"limit":1000000,"percentage":25.0}],
                 "customObjectTypes":{"byObjectType":[{"objectTypeId":"2-7","usage":"12"}],"overallUsage":12,"overallLimit":100}}
                """#))
        let counts = try await HubSpotClient.testing(transport).recordCounts()
        #expect(counts == [.contacts: 250_000, .init(rawValue: "2-7"): 12])
        #expect(transport.requests[0].path == "/crm/limits/2026-03/records")
    }

    @Test("pairs outside HubSpot's table need no call; custom types may be associated with anything")
    func pairs() {
        func mayHave(_ from: String, _ to: String) -> Bool {
            PublishedAssociations.mayHave(.init(from: .init(rawValue: from), to: .init(rawValue: to)))
        }
        #expect(mayHave("0-1", "0-2") && mayHave("0-2", "0-1") && mayHave("0-5", "0-53") && mayHave("2-7", "0-86"))
        #expect(!mayHave("0-86", "0-1") && !mayHave("0-46", "0-47"))
    }
}
