import CRM
import Foundation
import Foundations
import HTTP
import HubSpotAPI
import Synchronization
import Testing

@Suite("RecordPages")
struct RecordPagesTests {
    private let deals = StandardObjectTypes.deals

    /// HubSpot with records 1...count, whose value of each property is `name@id`; `gone` are listed but cannot be read.
    private static func hubSpot(_ count: Int64, gone: Set<Int64> = [], maximumURL: Int = .max) -> AnsweringTransport {
        AnsweringTransport { request, _ in
            if request.url.utf8.count > maximumURL { return .page(414, "<html>URI too long</html>") }
            if request.method == "GET" {
                let names = (request.query["properties"] ?? "").split(separator: ",").map {
                    $0.removingPercentEncoding ?? ""
                }
                let after = Int64(request.query["after"] ?? "1") ?? 1
                let last = min(count, after + (Int64(request.query["limit"] ?? "10") ?? 10) - 1)
                let records = after <= last ? (after...last).map { record($0, names) } : []
                let paging = last < count ? #","paging":{"next":{"after":"\#(last + 1)"}}"# : ""
                return .json(200, #"{"results":[\#(records.joined(separator: ","))]\#(paging)}"#)
            }
            let (ids, names) = batch(request)
            if ids.count > 100 { return .json(400, #"{"message":"The maximum number of inputs is 100"}"#) }
            let found = ids.filter { !gone.contains($0) }
            if found.isEmpty { return .json(404, #"{"status":"error","message":"none found"}"#) }
            let missing = ids.filter(gone.contains).map { "\"\($0)\"" }.joined(separator: ",")
            let errors =
                missing.isEmpty ? "" : #","errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":[\#(missing)]}}]"#
            // A batch answer has an order of its own.
            let records = found.reversed().map { record($0, names) }.joined(separator: ",")
            return .json(missing.isEmpty ? 200 : 207, #"{"status":"COMPLETE","results":[\#(records)]\#(errors)}"#)
        }
    }

    private static func record(_ id: Int64, _ names: [String]) -> String {
        let values = names.map { #""\#($0)":"\#($0)@\#(id)""# }.joined(separator: ",")
        return #"{"id":"\#(id)","properties":{\#(values)},"updatedAt":"2026-01-01T00:00:00Z"}"#
    }

    private static func batch(_ request: HTTPRequest) -> (ids: [Int64], names: [String]) {
        let document = try? JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        let inputs = document?["inputs"] as? [[String: String]] ?? []
        return (inputs.compactMap { Int64($0["id"] ?? "") }, document?["properties"] as? [String] ?? [])
    }

    private func read(_ pages: RecordPages) async throws -> [RecordPage] {
        var all: [RecordPage] = []
        for try await page in pages { all.append(page) }
        return all
    }

    @Test("a list gives the values while its URL is short")
    func list() async throws {
        let transport = Self.hubSpot(250)
        let pages = try await read(
            HubSpotClient.testing(transport).records(of: deals, properties: ["amount", "naïve"]))
        #expect(pages.flatMap(\.records).map(\.id) == Array(1...250))
        #expect(pages.map(\.records.count) == [100, 100, 50])
        #expect(pages[2].records[49].values == ["amount@250", "naïve@250"])
        #expect(transport.requests.map(\.method) == ["GET", "GET", "GET"])
        #expect(
            transport.requests[0].url
                == "https://api.hubapi.com/crm/objects/2026-03/deals?limit=100&archived=false&properties=amount,na%C3%AFve"
        )
        #expect(transport.requests[1].query["after"] == "101")
    }

    @Test("B105: 900 long names, some beyond ASCII, all arrive although no URL may pass 8,000 characters")
    func wide() async throws {
        let names = (0..<900).map { index in "property_\(index)_\(index.isMultiple(of: 7) ? "é" : "e")_and_more_text" }
        let transport = Self.hubSpot(950, maximumURL: 8_000)
        let pages = try await read(HubSpotClient.testing(transport).records(of: deals, properties: names))
        #expect(pages.flatMap(\.records).map(\.id) == Array(1...950))
        #expect(pages.flatMap(\.records).allSatisfy { record in record.values == names.map { "\($0)@\(record.id)" } })
        #expect(transport.requests.count { $0.method == "POST" } == 10)
        #expect(transport.requests.filter { $0.method == "POST" }.allSatisfy { Self.batch($0).ids.count <= 100 })
    }

    @Test("B106: of 1,200 properties the first, the 600th and the last arrive in one consistent version")
    func veryWide() async throws {
        let names = (1...1_200).map { "p_\($0)_with_a_long_name" }
        let client = HubSpotClient.testing(Self.hubSpot(1, maximumURL: 8_000))
        let values = try #require(
            try await read(client.records(of: deals, properties: names)).last?.records.first?.values)
        #expect([values[0], values[599], values[1_199]] == ["\(names[0])@1", "\(names[599])@1", "\(names[1_199])@1"])
    }

    @Test("the list is used exactly while the whole URL stays under the limit")
    func threshold() async throws {
        for length in 7_700..<7_960 {
            let transport = Self.hubSpot(1, maximumURL: 7_999)
            let name = String(repeating: "x", count: length)
            let pages = try await read(HubSpotClient.testing(transport).records(of: deals, properties: [name]))
            #expect(pages.flatMap(\.records).map(\.values) == [["\(name)@1"]])
        }
    }

    @Test("a record that is deleted between list and batch read is counted, not an error")
    func vanished() async throws {
        let names = (0..<900).map { "a_property_with_a_long_name_\($0)" }
        let transport = Self.hubSpot(250, gone: Set([7, 150]).union(201...250))
        let pages = try await read(HubSpotClient.testing(transport).records(of: deals, properties: names))
        #expect(pages.map(\.vanishedRecords) == [1, 1, 50])
        #expect(pages.map(\.records.count) == [99, 99, 0])
        #expect(pages.flatMap(\.records).map(\.id) == (1...200).filter { $0 != 7 && $0 != 150 })
    }

    @Test("B107: a record refused for another reason than absence counts as unread")
    func unread() async throws {
        let names = (0..<900).map { "a_property_with_a_long_name_\($0)" }
        let transport = AnsweringTransport { request, _ in
            request.method == "GET"
                ? .json(200, listAnswer([1, 2, 3]))
                : .json(
                    207,
                    #"""
                    {"results":[{"id":"1"}],"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["2"]}},
                    {"category":"ODD","context":{"ids":["3"]}}]}
                    """#)
        }
        let pages = try await read(HubSpotClient.testing(transport).records(of: deals, properties: names))
        #expect(pages.map(\.vanishedRecords) == [1])
        #expect(pages.map(\.unreadRecords) == [1])
    }

    @Test("B092: a smaller batch limit halves the batches, in the same order and without loss")
    func smallerBatches() async throws {
        let names = (0..<900).map { "a_property_with_a_long_name_\($0)" }
        var limits = HubSpotLimits()
        limits.batchRead = 400
        limits.listPage = 400
        let transport = Self.hubSpot(400)
        let pages = try await read(
            HubSpotClient.testing(transport, limits: limits).records(of: deals, properties: names))
        #expect(pages.flatMap(\.records).map(\.id) == Array(1...400))
        #expect(
            transport.requests.filter { $0.method == "POST" }.map { Self.batch($0).ids.count } == [
                400, 200, 100, 100, 100, 100,
            ])
    }

    @Test("a URL that HubSpot's edge refuses although it is short enough is replaced by batch reads")
    func refusedURL() async throws {
        let names = (0..<100).map { "a_property_with_a_long_name_\($0)" }
        let transport = Self.hubSpot(250, maximumURL: 2_000)
        let pages = try await read(HubSpotClient.testing(transport).records(of: deals, properties: names))
        #expect(pages.flatMap(\.records).map(\.id) == Array(1...250))
        #expect(pages.flatMap(\.records).allSatisfy { record in record.values == names.map { "\($0)@\(record.id)" } })
    }

    @Test(
        "524: a page or a batch that HubSpot cannot answer in time is asked for in smaller ones", arguments: [2, 900])
    func tooMuch(_ width: Int) async throws {
        let names = (0..<width).map { "a_property_with_a_long_name_\($0)" }
        let hubSpot = Self.hubSpot(200)
        let transport = AnsweringTransport { request, index in
            let records =
                request.method == "GET" ? Int(request.query["limit"] ?? "") ?? 0 : Self.batch(request).ids.count
            return records > 30 ? .page(524) : try hubSpot.answer(request, index)
        }
        let pages = try await read(HubSpotClient.testing(transport).records(of: deals, properties: names))
        #expect(pages.flatMap(\.records).map(\.id) == Array(1...200))
        let never = AnsweringTransport(.page(524))
        let failure = await failure {
            _ = try await read(HubSpotClient.testing(never).records(of: deals, properties: names))
        }
        #expect(failure?.kind == .transient)
    }

    @Test("nothing is read before it is asked for")
    func pull() async throws {
        let transport = Self.hubSpot(1_000)
        var iterator = HubSpotClient.testing(transport).records(of: deals, properties: ["a"]).makeAsyncIterator()
        #expect(transport.requests.isEmpty)
        for expected in 1...3 {
            _ = try await iterator.next()
            #expect(transport.requests.count == expected)
        }
    }

    @Test("at most four batch reads are in flight, and the pages keep their order")
    func parallel() async throws {
        let names = (0..<900).map { "a_property_with_a_long_name_\($0)" }
        let gauge = GaugedTransport(Self.hubSpot(2_300))
        let pages = try await read(HubSpotClient.testing(gauge).records(of: deals, properties: names))
        #expect(pages.flatMap(\.records).map(\.id) == Array(1...2_300))
        // Four batch reads, and the list of the next ids.
        #expect(gauge.most <= 5)
    }

    @Test("an empty type has one empty page, and a name asked for twice is one column")
    func small() async throws {
        let pages = try await read(
            HubSpotClient.testing(Self.hubSpot(0)).records(of: deals, properties: ["a", "a", "b"]))
        #expect(pages.map(\.records.count) == [0])
        #expect(pages[0].propertyNames == ["a", "b"])
    }

    @Test("after a failure there are no more pages")
    func afterFailure() async {
        let transport = AnsweringTransport(.json(403, #"{"category":"MISSING_SCOPES"}"#))
        var iterator = HubSpotClient.testing(transport).records(of: deals, properties: ["a"]).makeAsyncIterator()
        let refused = await failure { _ = try await iterator.next() }
        #expect(refused?.kind == .authorization)
        #expect(refused?.what == "cannot read the records of deals")
        let rest = try? await iterator.next()
        #expect(rest == .some(nil))
    }
}

/// Counts the requests in flight.
private final class GaugedTransport: HTTPTransport {
    private let inner: AnsweringTransport
    private let gauge = Mutex((now: 0, most: 0))

    init(_ inner: AnsweringTransport) { self.inner = inner }

    var most: Int { gauge.withLock { $0.most } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        gauge.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
        defer { gauge.withLock { $0.now -= 1 } }
        await Task.yield()
        return try await inner.send(request)
    }
}
