import CRM
import Foundation
import Foundations
import HTTP
import HubSpotAPI
import Testing

@Suite("Refused properties")
struct RefusedPropertiesTests {
    private let deals = StandardObjectTypes.deals

    /// HubSpot with the records 1 and 2 that answers 403 to every call that names one of `secret`, or to all calls.
    private static func hubSpot(refusing secret: Set<String>, refusesAll: Bool = false) -> AnsweringTransport {
        AnsweringTransport { request, _ in
            let names: [String]
            if request.method == "GET" {
                let list = request.query["properties"] ?? request.query["propertiesWithHistory"] ?? ""
                names = list.split(separator: ",").map { $0.removingPercentEncoding ?? "" }
            } else {
                let document = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
                names = document?["properties"] as? [String] ?? []
            }
            if refusesAll || !secret.isDisjoint(with: names) {
                let scope = #"{"requiredGranularScopes":["crm.objects.deals.highly_sensitive.read"]}"#
                return .json(403, #"{"category":"MISSING_SCOPES","message":"no","errors":[{"context":\#(scope)}]}"#)
            }
            let values = names.map { #""\#($0)":"\#($0)!""# }.joined(separator: ",")
            let records = ["1", "2"].map { #"{"id":"\#($0)","properties":{\#(values)}}"# }.joined(separator: ",")
            return .json(200, #"{"results":[\#(records)]}"#)
        }
    }

    private func read(_ client: HubSpotClient, _ properties: [String]) async throws -> [RecordPage] {
        var all: [RecordPage] = []
        for try await page in client.records(of: deals, properties: properties) { all.append(page) }
        return all
    }

    @Test("B104: one refused property costs its own values and no others, and is told with its scope")
    func one() async throws {
        let client = HubSpotClient.testing(Self.hubSpot(refusing: ["ssn"]))
        let pages = try await read(client, ["city", "ssn", "amount"])
        #expect(pages.map(\.propertyNames) == [["city", "amount"]])
        #expect(pages.flatMap(\.records).map(\.values) == [["city!", "amount!"], ["city!", "amount!"]])
        #expect(client.refusedProperties(of: deals.id) == ["ssn": ["crm.objects.deals.highly_sensitive.read"]])
    }

    @Test(
        "B104: the refused ones are found among 900, whose values come by id",
        arguments: [["p_0"], ["p_13", "p_700", "p_899"]])
    func many(secret: [String]) async throws {
        let names = (0..<900).map { "p_\($0)" }
        let transport = Self.hubSpot(refusing: Set(secret))
        let client = HubSpotClient.testing(transport)
        let pages = try await read(client, names)
        #expect(pages.map(\.propertyNames) == [names.filter { !secret.contains($0) }])
        #expect(pages.flatMap(\.records).map(\.id) == [1, 2])
        #expect(client.refusedProperties(of: deals.id).keys.sorted() == secret.sorted())
        let spent = transport.requests.count
        #expect(spent < 30 * secret.count + 10)
        // Later reads do not name them.
        _ = try await read(client, names)
        #expect(transport.requests.count <= spent + 3)
    }

    @Test("a type whose records are refused is refused as before")
    func wholeType() async throws {
        let client = HubSpotClient.testing(Self.hubSpot(refusing: [], refusesAll: true))
        let failure = await #expect(throws: Failure.self) { try await read(client, ["city"]) }
        #expect(failure?.kind == .authorization)
        #expect(client.refusedProperties(of: deals.id).isEmpty)
    }
}
