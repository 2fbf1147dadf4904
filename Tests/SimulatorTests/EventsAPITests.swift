import Foundations
import Testing

@testable import Simulator

@Suite("Events")
struct EventsAPITests {
    let account = TestAccount { $0.everything = 1 }

    @Test(
        "the names include types that never occur, and each type's pages equal the truth, newest first",
        arguments: [7, 100])
    func pages(limit: Int) async throws {
        let names = try await account.get("/events/event-occurrences/2026-03/event-types").json["eventTypes"].list
            .compactMap(\.text)
        var empty = 0
        for name in names {
            let events = try await account.pages("/events/event-occurrences/2026-03?eventType=\(name)&limit=\(limit)")
            let truth = try #require(account.simulation.truth.rows("events/\(name)"))
            #expect(events.compactMap { $0["id"].text }.map(JSON.string) == truth.compactMap { $0["id"] })
            #expect(Set(events.map { $0["id"].text }).count == events.count)
            let times = events.compactMap { $0["occurredAt"].text }
            #expect(times == times.sorted(by: >))
            empty += events.isEmpty ? 1 : 0
        }
        #expect(names.contains("e_visited_page") && names.contains("pe4242_demo_booked"))
        #expect(empty > 0 && empty < names.count)
    }

    @Test("a window's own moments do not belong to it; a record's events can be asked for; neither is refused")
    func filters() async throws {
        let base = "/events/v3/events?limit=100"
        let all = try await account.pages(base + "&eventType=pe4242_demo_booked")
        let moment = try #require(all[20]["occurredAt"].text)
        let later = try await account.pages(base + "&eventType=pe4242_demo_booked&occurredAfter=\(moment)")
        #expect(later == all.filter { ($0["occurredAt"].text ?? "") > moment })
        let earlier = try await account.pages(base + "&eventType=pe4242_demo_booked&occurredBefore=\(moment)")
        #expect(earlier == all.filter { ($0["occurredAt"].text ?? "") < moment })
        let contact = try #require(all[0]["objectId"].text)
        let own = try await account.pages(base + "&objectType=CONTACT&objectId=\(contact)")
        #expect(own.contains(all[0]) && own.allSatisfy { $0["objectId"].text == contact })
        for bad in [
            "", "&eventType=e_nothing", "&objectId=5", "&eventType=e_visited_page&limit=101",
            "&eventType=e_visited_page&after=7",
        ] {
            #expect(try await account.get("/events/v3/events?x=1" + bad).status == 400)
        }
    }

    @Test("definitions page, and show properties when asked")
    func definitions() async throws {
        for path in [
            "/events/v3/event-definitions", "/events/2026-03/event-definitions",
            "/events/custom/2026-09/event-definitions",
        ] {
            let all = try await account.pages(path + "?limit=2&includeProperties=true")
            #expect(all.count == 6)
            #expect(all.allSatisfy { $0["objectTypeId"].text?.hasPrefix("6-") == true })
            #expect(all.count { $0["archived"] == .bool(true) } == 1)
            #expect(all.contains { $0["properties"].list.count == 4 })
            #expect(try await account.get(path).json["results"][0]["properties"] == .array([]))
        }
    }

    @Test("an event can arrive long after it happened")
    func late() async throws {
        let body =
            #"{"kind":"event","name":"pe4242_demo_booked","id":"103","at":"2025-03-01T10:00:00.000Z","properties":{"plan":"late"}}"#
        let id = try await account.post("/_simulator/changes", body).json["ids"][0].text
        let found = try await account.pages(
            "/events/v3/events?eventType=pe4242_demo_booked&occurredAfter=2025-03-01T09:59:59.999Z&occurredBefore=2025-03-01T10:00:00.001Z"
        )
        #expect(found.map { $0["id"].text } == [id])
        #expect(found[0]["properties"]["plan"] == .string("late"))
    }

    @Test("e-mail events page by offset to the truth; an id may come twice at two times; addresses come in any case")
    func email() async throws {
        var found: [Node] = []
        var offset = ""
        while true {
            let page = try await account.get("/email/public/v1/events?limit=40&offset=\(offset)").json
            found += page["events"].list
            guard page["hasMore"] == .bool(true) else { break }
            offset = try #require(page["offset"].text)
        }
        let truth = try #require(account.simulation.truth.rows("email_events"))
        #expect(found.compactMap { $0["id"].text }.map(JSON.string) == truth.compactMap { $0["id"] })
        #expect(Set(found.compactMap { $0["id"].text }).count < found.count)
        #expect(Set(found.map { "\($0["id"])\($0["created"])" }).count == found.count)
        #expect(found.contains { $0["recipient"].text?.hasPrefix("stranger") == true })
        let created = try #require(found[10]["created"].integer)
        let window = try await account.get("/email/public/v1/events?limit=1000&startTimestamp=\(created)").json[
            "events"
        ].list
        #expect(window == Array(found.prefix(11)))
        let clicks = try await account.get("/email/public/v1/events?limit=1000&eventType=CLICK").json["events"].list
        #expect(!clicks.isEmpty && clicks.allSatisfy { $0["url"].text != nil })
        #expect(try await account.get("/email/public/v1/events?limit=1001").status == 400)
        _ = try await account.post(
            "/_simulator/changes",
            #"{"kind":"email-event","name":"OPEN","recipient":"x@example.com","at":"2025-01-01T00:00:00Z"}"#)
        #expect(account.simulation.truth.rows("email_events")?.last?["recipient"] == "x@example.com")
    }
}
