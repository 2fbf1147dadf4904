import CRM
import Foundations
import HTTP
import HubSpotAPI
import Testing

@Suite("Reading events")
struct EventReadingTests {
    private let demo = EventType(id: "6-1", fullyQualifiedName: "pe1_demo")

    @Test("types come from HubSpot's names, the account's own with their definitions")
    func types() async throws {
        let transport = AnsweringTransport { request, _ in
            request.path.hasSuffix("event-types")
                ? .json(200, #"{"eventTypes":["e_visited_page","pe1_demo","e_new_thing"]}"#)
                : .json(
                    200,
                    #"""
                    {"total":1,"results":[{"id":"9","objectTypeId":"6-12","fullyQualifiedName":"pe1_demo","name":"demo","archived":false,
                     "labels":{"singular":"Demo","plural":"Demos"},"primaryObjectId":"0-1","properties":[{"name":"plan","type":"string"}]}]}
                    """#)
        }
        let types = try await HubSpotClient.testing(transport).eventTypes()
        #expect(types.map(\.id) == ["4-96000", "6-12", "e_new_thing"])
        #expect(types[1].label == "Demo" && types[1].properties.map(\.name) == ["plan"])
        #expect(types[1].primaryObjectTypeID == .contacts)
        #expect(
            Set(transport.requests.map(\.path)) == [
                "/events/event-occurrences/2026-03/event-types", "/events/2026-03/event-definitions",
            ])
    }

    @Test("without the scope for definitions the names are enough")
    func withoutDefinitions() async throws {
        let transport = AnsweringTransport { request, _ in
            request.path.hasSuffix("event-types")
                ? .json(200, #"{"eventTypes":["pe1_demo"]}"#) : .json(403, #"{"category":"MISSING_SCOPES"}"#)
        }
        let client = HubSpotClient.testing(transport)
        #expect(try await client.eventTypes().map(\.fullyQualifiedName) == ["pe1_demo"])
        #expect(await failure { _ = try await client.eventDefinitions() }?.kind == .authorization)
    }

    /// Occurrences `numbers` of a type, newest first, in pages as large as asked for.
    private static func occurrences(_ count: Int, _ request: HTTPRequest) -> HTTPResponse {
        let offset = Int(request.query["after"] ?? "0") ?? 0
        let limit = Int(request.query["limit"] ?? "") ?? 10
        let events = (offset..<min(count, offset + limit)).map { index in
            #"""
            {"id":"e\#(index)","objectType":"CONTACT","objectId":"\#(index % 2 + 101)","eventType":"x",
             "occurredAt":"2026-01-01T00:0\#(9 - index * 9 / max(1, count)):00Z","properties":{"hs_url":"u","n":3,"gone":null}}
            """#
        }
        let paging = offset + limit < count ? #","paging":{"next":{"after":"\#(offset + limit)"}}"# : ""
        return .json(200, #"{"results":[\#(events.joined(separator: ","))]\#(paging)}"#)
    }

    @Test("B068: every type is read over a time window, for all records, whatever the order")
    func window() async throws {
        let transport = AnsweringTransport { request, _ in
            Self.occurrences(request.query["eventType"] == "pe1_demo" ? 205 : 3, request)
        }
        let client = HubSpotClient.testing(transport)
        let from = try #require(Timestamp(iso8601: "2026-01-01T00:00:00Z"))
        var found: [EventOccurrence] = []
        for type in [EventType(id: "4-96000", fullyQualifiedName: "e_visited_page"), demo] {
            for try await page in client.occurrences(of: type, from: from, to: from.adding(seconds: 3_600)) {
                found += page
            }
        }
        #expect(found.count == 208)
        #expect(Set(found.suffix(205).map(\.id)).count == 205)
        #expect(found[0].objectTypeID == .contacts && found[0].objectID == 101)
        #expect(found[0].properties == ["hs_url": "u", "n": "3"])
        #expect(transport.requests.count == 1 + 3)
        #expect(transport.requests[0].query["occurredAfter"] == "2026-01-01T00%3A00%3A00.000Z")
        #expect(transport.requests.allSatisfy { $0.query["objectId"] == nil })
    }

    @Test("B052: occurrences outside the window are left out")
    func outside() async throws {
        let transport = AnsweringTransport { request, _ in Self.occurrences(10, request) }
        let from = try #require(Timestamp(iso8601: "2026-01-01T00:03:00Z"))
        let to = try #require(Timestamp(iso8601: "2026-01-01T00:06:00Z"))
        var found: [EventOccurrence] = []
        for try await page in HubSpotClient.testing(transport).occurrences(of: demo, from: from, to: to) {
            found += page
        }
        #expect(!found.isEmpty && found.allSatisfy { $0.occurredAt >= from && $0.occurredAt < to })
    }

    @Test("a type that HubSpot refuses is not found; without the scope it is a matter of authorization")
    func refused() async {
        for (status, kind) in [(400, FailureKind.notFound), (404, .notFound), (403, .authorization)] {
            let transport = AnsweringTransport(.json(status, #"{"status":"error","message":"no such event type"}"#))
            let failure = await failure {
                for try await _ in HubSpotClient.testing(transport).occurrences(of: demo) {}
            }
            #expect(failure?.kind == kind && failure?.what.contains("pe1_demo") == true)
        }
    }

    @Test("cursors that go round in a circle end in a failure, however long the circle", arguments: [1, 2, 7])
    func circle(_ length: Int) async {
        let transport = AnsweringTransport { _, index in
            .json(200, #"{"results":[],"paging":{"next":{"after":"c\#(index % length)"}}}"#)
        }
        let failure = await failure {
            for try await _ in HubSpotClient.testing(transport).occurrences(of: demo) {}
        }
        #expect(failure?.kind == .invalidData)
        #expect(transport.requests.count <= 4 * length + 2)
    }

    @Test("marketing e-mail events get the data share's types; everything HubSpot says is kept as text")
    func emailEvents() async throws {
        let transport = AnsweringTransport { request, _ in
            request.query["offset"] == nil
                ? .json(
                    200,
                    #"""
                    {"hasMore":true,"offset":"Az","events":[{"id":"e1","created":1767225600000,"type":"OPEN","recipient":"a@example.com",
                     "emailCampaignId":17,"sentBy":{"id":"s","created":1},"subscriptions":[],"url":null}]}
                    """#)
                : .json(
                    200,
                    #"{"hasMore":false,"offset":"Bz","events":[{"id":"e2","created":1767225600000,"type":"ODD"}]}"#)
        }
        var events: [MarketingEmailEvent] = []
        for try await page in HubSpotClient.testing(transport).marketingEmailEvents() { events += page }
        #expect(events.map(\.type.fullyQualifiedName) == ["e_opened_email_v2", "e_odd_email"])
        #expect(events[0].type.id == "4-666440" && events[0].occurrence.id == "e1")
        #expect(events[0].occurrence.occurredAt == Timestamp(iso8601: "2026-01-01T00:00:00Z"))
        #expect(
            events[0].occurrence.properties == [
                "recipient": "a@example.com", "emailCampaignId": "17", "sentBy": #"{"id":"s","created":1}"#,
                "subscriptions": "[]",
            ])
        #expect(transport.requests.map(\.path) == ["/email/public/v1/events", "/email/public/v1/events"])
        #expect(transport.requests[1].query["offset"] == "Az" && transport.requests[1].query["limit"] == "1000")
    }

    @Test("B057: an offset that stays is the end, and the event at it comes once", arguments: [true, false])
    func equalCursor(_ hasMore: Bool) async throws {
        let transport = AnsweringTransport { request, _ in
            request.query["offset"] == nil
                ? .json(
                    200,
                    #"{"hasMore":\#(hasMore),"offset":"z","events":[{"id":"e1","created":1735689600000,"type":"CLICK"}]}"#
                )
                : .json(200, #"{"hasMore":true,"offset":"z","events":[]}"#)
        }
        var events: [MarketingEmailEvent] = []
        for try await page in HubSpotClient.testing(transport).marketingEmailEvents(
            from: Timestamp(milliseconds: 1_735_689_600_000))
        { events += page }
        #expect(events.map(\.occurrence.id) == ["e1"])
        #expect(transport.requests.count == (hasMore ? 2 : 1))
    }
}
