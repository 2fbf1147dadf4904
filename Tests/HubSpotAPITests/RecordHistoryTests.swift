import CRM
import Foundation
import Foundations
import HTTP
import HubSpotAPI
import Testing

@Suite("Reading history")
struct RecordHistoryTests {
    private let deals = StandardObjectTypes.deals
    private static let wide = (0..<900).map { "a_property_with_a_long_name_\($0)" }

    private func read(_ pages: RecordPages) async throws -> [Record] {
        var records: [Record] = []
        for try await page in pages {
            records += page.records
            #expect(page.unrequestedValues == 0)
        }
        return records
    }

    @Test(
        "B089, B091: values and all changes come in one answer, and a record without history loses nothing of the others"
    )
    func list() async throws {
        let transport = AnsweringTransport(
            .json(
                200,
                #"""
                {"results":[
                 {"id":"1","properties":{"createdate":"2026-01-01T00:00:00Z","amount":"9"},"propertiesWithHistory":{
                   "stage":[{"value":"b","timestamp":"2026-05-01T10:00:00Z","sourceType":"API","sourceId":"userId:77","updatedByUserId":77},
                            {"value":"a","timestamp":"2026-05-01T10:00:00Z","sourceType":"IMPORT","sourceLabel":"Contact us"}],
                   "amount":[{"value":"3","timestamp":"2026-05-01T10:00:00Z","sourceType":"CRM_UI"}],"other":[{"value":"x"}],
                   "cleared":[{"value":"","timestamp":1777629600000,"sourceType":"CRM_UI"}]}},
                 {"id":"2","properties":{"stage":"c"}},
                 {"id":"3","propertiesWithHistory":{"amount":[],"stage":[{"value":"d","timestamp":"2026-01-01T00:00:00Z","sourceType":"X"}]},
                  "properties":{"stage":"d"}}]}
                """#))
        let client = HubSpotClient.testing(transport)
        let records = try await read(
            client.records(of: deals, properties: ["stage", "amount", "cleared"], history: true))
        #expect(records.map(\.values) == [["b", "3", ""], ["c", nil, nil], ["d", nil, nil]])
        #expect(records.map(\.history.count) == [4, 0, 1])
        let moment = try #require(Timestamp(iso8601: "2026-05-01T10:00:00Z"))
        #expect(
            records[0].history.prefix(2) == [
                PropertyHistoryEntry(
                    property: "stage", value: "b", timestamp: moment, sourceType: "API", sourceID: "userId:77",
                    updatedByUserID: 77),
                PropertyHistoryEntry(
                    property: "stage", value: "a", timestamp: moment, sourceType: "IMPORT", sourceLabel: "Contact us"),
            ])
        let request = try #require(transport.requests.first)
        #expect(request.query["propertiesWithHistory"] == "stage,amount,cleared")
        #expect(request.query["properties"] == nil && request.query["limit"] == "50")
    }

    /// Records 1...count, of which a batch read with history takes `most`, or answers only for the first `cutOff`.
    private static func hubSpot(_ count: Int64, most: Int, cutOff: Int = .max) -> AnsweringTransport {
        AnsweringTransport { request, _ in
            if request.method == "GET" {
                let after = Int64(request.query["after"] ?? "1") ?? 1
                let last = min(count, after + (Int64(request.query["limit"] ?? "") ?? 10) - 1)
                return .json(200, listAnswer(after...last, after: last < count ? String(last + 1) : nil))
            }
            let ids = inputs(request)
            if ids.count > most { return .json(400, #"{"status":"error","message":"nope"}"#) }
            let entry = #"[{"value":"v","timestamp":"2026-01-01T00:00:00Z","sourceType":"API"}]"#
            let records = ids.prefix(cutOff).map {
                #"{"id":"\#($0)","propertiesWithHistory":{"a_property_with_a_long_name_0":\#(entry)}}"#
            }
            return .json(200, #"{"results":[\#(records.joined(separator: ","))]}"#)
        }
    }

    private static func inputs(_ request: HTTPRequest) -> [String] {
        let document = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        return (document?["inputs"] as? [[String: String]] ?? []).compactMap { $0["id"] }
    }

    @Test(
        "batch reads of 100 are tried; where HubSpot takes 50, or answers for 50 only, that is learned and nothing lost",
        arguments: [(100, Int.max, 100), (50, .max, 50), (100, 50, 50)])
    func probe(_ most: Int, _ cutOff: Int, _ learned: Int) async throws {
        let transport = Self.hubSpot(1_000, most: most, cutOff: cutOff)
        let client = HubSpotClient.testing(transport)
        for _ in 0..<2 {
            let records = try await read(client.records(of: deals, properties: Self.wide, history: true))
            #expect(records.map(\.id) == Array(1...1_000))
            #expect(records.allSatisfy { $0.values[0] == "v" && $0.history.count == 1 })
        }
        let sizes = transport.requests.filter { $0.method == "POST" }.map { Self.inputs($0).count }
        #expect(sizes.suffix(1_000 / learned).allSatisfy { $0 == learned })
        #expect(sizes.count <= 2_000 / learned + 8)
    }

    @Test("archived records are listed and batch-read as archived ones, with their time")
    func archived() async throws {
        let transport = AnsweringTransport { request, _ in
            request.method == "GET"
                ? .json(200, listAnswer([7]))
                : .json(200, #"{"results":[{"id":"7","archived":true,"archivedAt":"2026-05-02T00:00:00Z"}]}"#)
        }
        let client = HubSpotClient.testing(transport)
        let records = try await read(client.records(of: deals, properties: Self.wide, archived: true))
        #expect(
            records.map(\.isArchived) == [true] && records[0].archivedAt == Timestamp(iso8601: "2026-05-02T00:00:00Z"))
        #expect(transport.requests.map { $0.query["archived"] } == ["true", "true"])
    }

    @Test("a type that refuses to list archived records says so, without asking for a report")
    func noArchived() async {
        let transport = AnsweringTransport(.json(400, #"{"status":"error","message":"archived is not supported"}"#))
        for names in [["a"], Self.wide] {
            let failure = await failure {
                _ = try await read(
                    HubSpotClient.testing(transport).records(of: deals, properties: names, archived: true))
            }
            #expect(failure?.kind == .notFound && failure?.what == "cannot read the archived records of deals")
        }
    }
}
