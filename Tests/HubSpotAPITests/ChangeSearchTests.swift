import CRM
import Foundation
import Foundations
import HTTP
import Testing

@testable import HubSpotAPI

@Suite("Searching for changes")
struct ChangeSearchTests {
    private let window =
        Timestamp(microseconds: 1_740_000_000_000_000)..<Timestamp(microseconds: 1_750_000_000_000_000)
    private let moment = 1_745_000_000_000

    /// HubSpot with records that were all modified at `moment`, of which one query reaches 10,000.
    private static func hubSpot(_ ids: [Int64], at moment: Int) -> AnsweringTransport {
        let ids = ids.sorted()
        return AnsweringTransport { request, _ in
            let (filters, limit, offset) = asked(request)
            guard offset + limit <= 10_000 else { return .json(400, #"{"message":"offset too large"}"#) }
            let found = ids.filter { id in
                filters.allSatisfy { filter in
                    let value = filter["propertyName"] == "hs_object_id" ? id : Int64(moment)
                    let bound = Int64(filter["value"] ?? "") ?? 0
                    return switch filter["operator"] {
                    case "GT": value > bound
                    case "GTE": value >= bound
                    default: value < bound
                    }
                }
            }
            let page = found.prefix(limit)
            let results = page.map { #"{"id":"\#($0)","updatedAt":"2025-04-18T18:13:20.000Z"}"# }.joined(separator: ",")
            let paging = found.count > limit ? #","paging":{"next":{"after":"\#(limit)"}}"# : ""
            return .json(200, #"{"total":\#(found.count),"results":[\#(results)]\#(paging)}"#)
        }
    }

    private static func asked(_ request: HTTPRequest) -> (filters: [[String: String]], limit: Int, offset: Int) {
        let document = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        let filters = (document?["filterGroups"] as? [[String: Any]])?.first?["filters"] as? [[String: String]]
        return (filters ?? [], document?["limit"] as? Int ?? 10, Int(document?["after"] as? String ?? "0") ?? 0)
    }

    @Test("B047: 10,050 records of one millisecond come each once, in fewer than 200 calls, without any offset")
    func ties() async throws {
        let ids = (1...10_050).map { Int64($0) * 3 }
        let transport = Self.hubSpot(ids.shuffled(), at: moment)
        let stamps = try await HubSpotClient.testing(transport).changes(of: StandardObjectTypes.contacts, in: window)
        #expect(stamps?.map(\.id) == ids)
        #expect(transport.requests.count < 200)
        #expect(transport.requests.allSatisfy { Self.asked($0).offset == 0 })
    }

    @Test("B049: the bounds of the window stay as they were on the first page; only the position inside it moves")
    func frozenBounds() async throws {
        let transport = Self.hubSpot(Array(1...900), at: moment)
        _ = try await HubSpotClient.testing(transport).changes(of: StandardObjectTypes.deals, in: window)
        let bounds = transport.requests.map { request in
            Self.asked(request).filters.filter { $0["propertyName"] == "hs_lastmodifieddate" }
        }
        #expect(bounds.count == 5)
        #expect(Set(bounds).count == 1)
        #expect(bounds[0].map { $0["value"] } == ["1740000000000", "1750000000000"])
    }

    @Test("B053: contacts are searched by lastmodifieddate, all other types by hs_lastmodifieddate")
    func property() async throws {
        for (type, name) in [
            (StandardObjectTypes.contacts, "lastmodifieddate"), (StandardObjectTypes.deals, "hs_lastmodifieddate"),
        ] {
            let transport = Self.hubSpot([1], at: moment)
            _ = try await HubSpotClient.testing(transport).changes(of: type, in: window)
            #expect(Self.asked(transport.requests[0]).filters.first?["propertyName"] == name)
        }
    }

    @Test("where more changed than is worth searching for, one call tells so")
    func tooMany() async throws {
        let transport = Self.hubSpot(Array(1...900), at: moment)
        let client = HubSpotClient.testing(transport)
        #expect(try await client.changes(of: StandardObjectTypes.deals, in: window, atMost: 899) == nil)
        #expect(transport.requests.count == 1)
    }

    @Test("a type without search is told apart, so that it can be read in full")
    func noSearch() async throws {
        let transport = AnsweringTransport(.json(400, #"{"message":"search is not supported"}"#))
        await #expect {
            _ = try await HubSpotClient.testing(transport).changes(of: StandardObjectTypes.deals, in: window)
        } throws: {
            ($0 as? Failure)?.kind == .notFound
        }
    }
}
