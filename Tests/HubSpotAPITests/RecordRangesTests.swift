import CRM
import Foundation
import Foundations
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import HubSpotAPI

@Suite("Record ranges")
struct RecordRangesTests {
    private let deals = StandardObjectTypes.deals

    /// How a list takes a cursor that it has not given out itself.
    enum Cursor: CaseIterable {
        case including, excluding, refusing, ignoring
    }

    /// HubSpot with the records `ids`, in lists, batch reads and searches with their limits.
    private static func hubSpot(
        _ ids: [Int64], cursor: Cursor = .including, hasSearch: Bool = true
    ) -> AnsweringTransport {
        let ids = ids.sorted()
        return AnsweringTransport { request, _ in
            if request.path.hasSuffix("/search") {
                return hasSearch ? search(request, ids) : .json(400, #"{"message":"search is not supported"}"#)
            }
            if request.method == "POST" {
                return .json(200, listAnswer(numbers(request, "inputs", "id").reversed()))
            }
            let limit = Int(request.query["limit"] ?? "10") ?? 10
            let isIssued =
                request.query["after"].map { ids.contains((Int64($0) ?? 0) - (cursor == .excluding ? 0 : 1)) } ?? true
            if cursor == .refusing, !isIssued { return .json(400, #"{"message":"Cannot deserialize value"}"#) }
            let after = cursor == .ignoring && !isIssued ? 0 : Int64(request.query["after"] ?? "0") ?? 0
            let rest = ids.filter { cursor == .excluding ? $0 > after : $0 >= after }
            let page = rest.prefix(limit)
            let next = page.last.map { cursor == .excluding ? $0 : $0 + 1 }
            return .json(200, listAnswer(page, after: rest.count > limit ? next.map { String($0) } : nil))
        }
    }

    private static func search(_ request: HTTPRequest, _ ids: [Int64]) -> HTTPResponse {
        let document = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        let filter = ((document?["filterGroups"] as? [[String: Any]])?.first?["filters"] as? [[String: String]])?.first
        let offset = Int(document?["after"] as? String ?? "0") ?? 0
        if offset + 1 > 10_000 { return .json(400, #"{"message":"offset too large"}"#) }
        let found = ids.filter { $0 >= Int64(filter?["value"] ?? "0") ?? 0 }
        let results = found.dropFirst(offset).prefix(1).map { #"{"id":"\#($0)"}"# }.joined()
        return .json(200, #"{"total":\#(found.count),"results":[\#(results)]}"#)
    }

    private static func numbers(_ request: HTTPRequest, _ list: String, _ name: String) -> [Int64] {
        let document = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        return (document?[list] as? [[String: String]] ?? []).compactMap { Int64($0[name] ?? "") }
    }

    /// Old records with small ids, newer ones with ids of twelve digits, as accounts have them.
    private static func ids(_ count: Int, seed: UInt64) -> [Int64] {
        var generator = SeededGenerator(seed: seed)
        var ids: Set<Int64> = []
        while ids.count < count {
            let isOld = Int.random(in: 0..<10, using: &generator) < 7
            ids.insert(Int64.random(in: isOld ? 1...20_000 : 100_000_000_000...100_009_000_000, using: &generator))
        }
        return Array(ids)
    }

    @Test(
        "every id is in exactly one range, whether or not the cursor includes its id",
        arguments: 1...6 as ClosedRange<UInt64>)
    func partition(_ seed: UInt64) async throws {
        let ids = Self.ids(5_000 + Int(seed) * 137, seed: seed)
        let transport = Self.hubSpot(ids, cursor: seed.isMultiple(of: 2) ? .including : .excluding)
        let client = HubSpotClient.testing(transport)
        let ranges = try await client.recordRanges(of: deals)
        #expect(ranges.count == (ids.count - 1) / 2_000 + 1)
        let names = seed < 4 ? ["amount"] : (0..<900).map { "a_property_with_a_long_name_\($0)" }
        let deals = deals
        let parts = try await ranges.mapConcurrently(limit: 4) { range in
            var found: [Int64] = []
            for try await page in client.records(of: deals, properties: names, in: range) {
                found += page.records.map(\.id)
            }
            return found
        }
        #expect(parts.flatMap(\.self) == ids.sorted())
        #expect(parts.dropLast().allSatisfy { $0.count == 2_000 })
        #expect(
            transport.requests.filter { $0.method == "GET" && $0.query["limit"] == "100" }.count <= ids.count / 100 + 2
                * ranges.count)
    }

    @Test("ranges that are found later hold less, and together they hold all")
    func staggered() throws {
        let plan = try #require(RangePlan(total: 60_000, limits: HubSpotLimits()))
        let strides = (0..<16).map(plan.stride)
        #expect(strides.first == 3_975 && strides.last == 3_525)
        #expect(zip(strides, strides.dropFirst()).allSatisfy { $0 - $1 == 30 })
        #expect(strides.reduce(0, +) == 60_000)
        #expect(plan.stride(ofRange: 16) == 3_750)
        let deep = try #require(RangePlan(total: 1_000_000, limits: HubSpotLimits()))
        #expect((0..<120).allSatisfy { (9_500...9_900).contains(deep.stride(ofRange: $0)) })
        #expect(RangePlan(total: 3_999, limits: HubSpotLimits()) == nil)
    }

    @Test("one range where the cursor is refused or ignored, or the type cannot be searched")
    func fallback() async throws {
        // No id follows another, so no cursor of ours is by chance one that HubSpot gave out.
        let ids = (1...5_000).map { Int64($0) * 10 }
        for transport in [
            Self.hubSpot(ids, cursor: .refusing), Self.hubSpot(ids, cursor: .ignoring),
            Self.hubSpot(ids, hasSearch: false),
        ] {
            let client = HubSpotClient.testing(transport)
            #expect(try await client.recordRanges(of: deals) == [.all])
            var found: [Int64] = []
            for try await page in client.records(of: deals, properties: ["a"]) { found += page.records.map(\.id) }
            #expect(found == ids.sorted())
        }
    }

    @Test("a small type costs no call where its count is known, archived records never do")
    func small() async throws {
        let transport = Self.hubSpot(Array(1...50))
        let client = HubSpotClient.testing(transport)
        #expect(try await client.recordRanges(of: deals, count: 50) == [.all])
        #expect(try await client.recordRanges(of: deals, archived: true, count: 1_000_000) == [.all])
        #expect(transport.requests.isEmpty)
        #expect(try await client.recordRanges(of: deals) == [.all])
        #expect(transport.requests.count == 1)
    }

    @Test("B046: no search goes past 10,000 results, and each cut costs one")
    func searchDepth() async throws {
        let transport = Self.hubSpot(Array(1...200_000))
        let ranges = try await HubSpotClient.testing(transport).recordRanges(of: deals)
        #expect(ranges.count == 21)
        #expect(ranges[1] == RecordRange(from: 9_901, to: 19_801))
        #expect(transport.requests.count == 1 + 21 + 1)
    }

    @Test("ranges are planned as they are asked for, so that reading need not wait for the last")
    func pull() async throws {
        let transport = Self.hubSpot(Array(1...50_000))
        var iterator = HubSpotClient.testing(transport).plannedRanges(of: deals).makeAsyncIterator()
        #expect(transport.requests.isEmpty)
        for expected in [3, 4, 5] {
            #expect(try await iterator.next() != nil)
            #expect(transport.requests.count == expected)
        }
    }

    @Test("B067: records made while ranges are read are in one of them")
    func madeMeanwhile() async throws {
        let ranges = RecordRange.between([100, 200])
        for id in [1, 99, 100, 150, 199, 200, 9_000_000] as [Int64] {
            #expect(ranges.count { $0.contains(id) } == 1)
        }
    }

    @Test("a list that stops ascending inside a range is a failure, not a loss")
    func disorder() async {
        let transport = AnsweringTransport(.json(200, listAnswer([150, 120, 170])))
        let pages = HubSpotClient.testing(transport).records(
            of: deals, properties: ["a"], in: .init(from: 100, to: 200))
        #expect(await failure { for try await _ in pages {} }?.kind == .invalidData)
    }
}
