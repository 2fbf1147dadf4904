import CRM
import Foundations
import HTTP
import HubSpotAPI
import Testing

@Suite("Reading lists")
struct ListReadingTests {
    private static func list(_ id: Int) -> String {
        #"""
        {"listId":"\#(id)","name":"L\#(id)","objectTypeId":"0-1","processingType":"DYNAMIC","processingStatus":"COMPLETE",
         "createdAt":"2026-01-01T00:00:00Z","createdById":"77","additionalProperties":{"hs_list_size":"12"}}
        """#
    }

    @Test("all lists are read over the pages of the search, each once")
    func lists() async throws {
        let transport = AnsweringTransport { request, index in
            let ids = index == 0 ? 1...500 : 499...620
            #expect(request.text.contains(#""offset":\#(index * 500)"#) && request.text.contains(#""count":500"#))
            return .json(
                200,
                #"{"lists":[\#(ids.map(Self.list).joined(separator: ","))],"hasMore":\#(index == 0),"offset":\#(index * 500 + 500),"total":620}"#
            )
        }
        let lists = try await HubSpotClient.testing(transport).lists()
        #expect(lists.map(\.id) == Array(1...620))
        #expect(lists[0].size == 12 && lists[0].listType == "DYNAMIC" && lists[0].objectTypeID == .contacts)
        #expect(lists[0].createdByID == "77" && lists[0].createdAt != nil)
        #expect(transport.requests.map(\.path) == ["/crm/lists/2026-03/search", "/crm/lists/2026-03/search"])
    }

    @Test("a search that does not advance is a failure")
    func stuck() async {
        let transport = AnsweringTransport(.json(200, #"{"lists":[],"hasMore":true,"offset":0}"#))
        #expect(await failure { _ = try await HubSpotClient.testing(transport).lists() }?.kind == .invalidData)
        #expect(transport.requests.count == 1)
    }

    @Test("members are pulled page by page with the time they joined")
    func memberships() async throws {
        let transport = AnsweringTransport { request, _ in
            let first = request.query["after"] == nil ? 1 : 251
            let ids = first..<min(first + 250, 301)
            let members = ids.map { #"{"recordId":"\#($0)","membershipTimestamp":"2026-02-01T00:00:00Z"}"# }
            let paging = first == 1 ? #","paging":{"next":{"after":"x"}}"# : ""
            return .json(200, #"{"results":[\#(members.joined(separator: ","))],"total":300\#(paging)}"#)
        }
        var iterator = HubSpotClient.testing(transport).memberships(of: SegmentList(id: 5, name: "L"))
            .makeAsyncIterator()
        #expect(transport.requests.isEmpty)
        let first = try #require(try await iterator.next())
        #expect(transport.requests.count == 1 && transport.requests[0].query["limit"] == "250")
        #expect(transport.requests[0].path == "/crm/lists/2026-03/5/memberships/join-order")
        let second = try #require(try await iterator.next())
        #expect((first + second).map(\.objectID) == Array(1...300))
        #expect(first[0].joinedAt == Timestamp(iso8601: "2026-02-01T00:00:00Z"))
        #expect(try await iterator.next() == nil)
    }

    @Test("a reading can begin where the last page of an earlier one began")
    func position() async throws {
        let transport = AnsweringTransport { request, _ in
            let paging = request.query["after"] == nil ? #","paging":{"next":{"after":"x"}}"# : ""
            let id = request.query["after"] == nil ? 1 : 2
            return .json(
                200, #"{"results":[{"recordId":"\#(id)","membershipTimestamp":"2026-02-01T00:00:00Z"}]\#(paging)}"#)
        }
        let client = HubSpotClient.testing(transport)
        let list = SegmentList(id: 5, name: "L")
        var iterator = client.memberships(of: list).makeAsyncIterator()
        #expect(try await iterator.next()?.map(\.objectID) == [1])
        #expect(iterator.position == nil)
        #expect(try await iterator.next()?.map(\.objectID) == [2])
        #expect(iterator.position == "x")
        #expect(try await iterator.next() == nil)
        #expect(iterator.position == "x")
        var tail = client.memberships(of: list, from: "x").makeAsyncIterator()
        #expect(try await tail.next()?.map(\.objectID) == [2])
        #expect(try await tail.next() == nil)
        #expect(transport.requests.count == 3)
    }

    @Test(
        "B084: a list whose members HubSpot does not show is a failure of that list only", arguments: [400, 403, 404])
    func refused(_ status: Int) async throws {
        let transport = AnsweringTransport { request, _ in
            request.path.contains("/2/")
                ? .json(status, #"{"status":"error","message":"not for this type"}"#)
                : .json(200, #"{"results":[{"recordId":"1"}]}"#)
        }
        let client = HubSpotClient.testing(transport)
        let refusal = try #require(
            await failure { for try await _ in client.memberships(of: SegmentList(id: 2, name: "L2")) {} })
        #expect(refusal.kind == (status == 403 ? .authorization : .notFound))
        #expect(refusal.what.contains("list 2"))
        for try await page in client.memberships(of: SegmentList(id: 1, name: "L1")) { #expect(page.count == 1) }
    }
}
